//! Layers import downwards only, and only the boundary knows Python.

use std::path::{Path, PathBuf};

/// The layers, lowest first. A layer may use itself and those before it.
const LAYERS: [&str; 13] = [
    "finding",
    "origin",
    "values",
    "workbook",
    "tables",
    "model",
    "structure",
    "variants",
    "pricing",
    "aftersales",
    "report",
    "demo",
    "python",
];

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn layer_of(path: &Path, root: &Path) -> Option<usize> {
    let first = path.strip_prefix(root).ok()?.components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    LAYERS.iter().position(|layer| *layer == name)
}

#[test]
fn layers_import_downwards_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut looked_at = 0;
    let mut wrong = Vec::new();
    for file in &files {
        let Some(own) = layer_of(file, &root) else {
            assert!(file.ends_with("lib.rs"), "{} belongs to no layer", file.display());
            continue;
        };
        let text = std::fs::read_to_string(file).unwrap();
        // Tests under the code may look upwards: they come last in a file, or have a file of their own.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let is_test = ["test", "oracle", "acceptance"]
            .iter()
            .any(|word| file.file_name().unwrap().to_str().unwrap().contains(word))
            || file.components().any(|part| part.as_os_str() == "tests");
        if is_test {
            continue;
        }
        for (index, layer) in LAYERS.iter().enumerate() {
            for (number, line) in code.lines().enumerate() {
                looked_at += 1;
                let is_comment = line.trim_start().starts_with("//");
                let names = line.contains(&format!("crate::{layer}::")) || line.contains(&format!("crate::{layer};"));
                // Findings and origins name each other: together they are the lowest layer.
                if !is_comment && names && index > own.max(1) {
                    wrong.push(format!("{}:{}: {}", file.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert!(files.len() > 100 && looked_at > 10_000);
    assert!(wrong.is_empty(), "imports that point upwards:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_boundary_knows_python() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files.iter().filter(|file| !file.starts_with(root.join("python"))) {
        let text = std::fs::read_to_string(file).unwrap();
        for name in ["pyo3::", "arrow_array::", "arrow_schema::"] {
            assert!(!text.contains(name), "{} names {name}", file.display());
        }
    }
}
