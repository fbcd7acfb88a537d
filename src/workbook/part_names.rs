//! Names of parts in a package, as parts tell of each other.
//!
//! Rule: ECMA-376 part 2, section 9.3.

/// Name of the part with the relations of a part; that of the whole package for a blank name.
#[must_use]
pub fn relations_part(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The part a target names: from the root of the package, or from the folder of the part that tells of it.
#[must_use]
pub fn target_part(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_from_folders_and_from_the_root() {
        assert_eq!(relations_part("xl/worksheets/sheet1.xml"), "xl/worksheets/_rels/sheet1.xml.rels");
        assert_eq!(
            (relations_part(""), relations_part("sheet1.xml")),
            ("_rels/.rels".into(), "_rels/sheet1.xml.rels".into())
        );
        for (folder, target, part) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
            ("xl", "/docProps/app.xml", "docProps/app.xml"),
            ("xl", "./../../a//b.xml", "a/b.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(target_part(folder, target), part, "{folder} {target}");
        }
    }
}
