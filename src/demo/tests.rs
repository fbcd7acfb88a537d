use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::assemblies::ASSEMBLIES;
use super::drawing::BALLOON;
use super::items::{ITEM_COUNT, Master};
use super::structure::{figures, lines, paged};
use super::write::{books, write_inputs};
use super::{HONEST_MISTAKES, company, sheet::Cell};

fn all_bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = write_inputs(folder).unwrap();
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
    files.iter().map(|file| (name(&file.path), std::fs::read(&file.path).unwrap())).collect()
}

#[test]
fn two_runs_give_the_same_bytes_and_small_pictures() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = all_bytes(one.path());
    assert_eq!(first, all_bytes(two.path()));
    for (name, bytes) in
        first.iter().filter(|(name, _)| Path::new(name).extension().is_some_and(|ending| ending == "png"))
    {
        assert!(bytes.len() < 120_000, "{name} has {} bytes", bytes.len());
    }
    if let Ok(folder) = std::env::var("DEMO_DIR") {
        write_inputs(Path::new(&folder)).unwrap();
    }
}

#[test]
fn the_company_has_the_size_it_promises() {
    let master = Master::new();
    assert_eq!(master.items.len(), ITEM_COUNT);
    let numbers: BTreeSet<&str> = master.items.iter().map(|item| item.number.as_str()).collect();
    assert_eq!(numbers.len(), ITEM_COUNT, "item numbers are unique");
    let names: BTreeSet<&str> = master.items.iter().map(|item| item.fi.as_str()).collect();
    assert_eq!(names.len(), ITEM_COUNT, "descriptions are unique");
    let customers = company::customers();
    assert_eq!(customers.len(), 40);
    let countries: BTreeSet<&str> = customers.iter().map(|customer| customer.2).collect();
    assert_eq!(countries.into_iter().collect::<Vec<_>>(), ["CN", "DE", "FI", "NL", "SE"]);
    let count: usize = ASSEMBLIES.iter().map(|assembly| lines(assembly).len()).sum();
    assert!((240..=300).contains(&count), "{count} lines");
    for assembly in ASSEMBLIES {
        for line in lines(assembly) {
            assert!(master.item(line.item).is_some(), "{} uses {}", assembly.item, line.item);
        }
    }
}

#[test]
fn the_top_machine_has_six_levels() {
    let mut level = vec!["HX-4000"];
    let mut depth = 0;
    while !level.is_empty() {
        let parents = ASSEMBLIES.iter().filter(|assembly| level.contains(&assembly.item));
        level = parents.flat_map(|assembly| lines(assembly).into_iter().map(|line| line.item)).collect();
        depth += usize::from(!level.is_empty());
    }
    assert_eq!(depth, 6);
}

#[test]
fn every_spare_line_of_a_drawing_has_its_own_balloon_inside_the_paper() {
    let master = Master::new();
    let pages = paged(&master);
    let figures = figures(&master).unwrap();
    assert!((12..=34).contains(&figures.len()), "{} drawings", figures.len());
    for figure in &figures {
        let balloons = &figure.drawing.balloons;
        let expected: BTreeSet<&str> = lines(figure.assembly)
            .into_iter()
            .filter(|line| !line.hidden() && line.mark("kind=") != "REFERENCE")
            .filter(|line| pages.contains(line.item) || master.item(line.item).unwrap().spare)
            .map(|line| line.position)
            .collect();
        let found: BTreeSet<&str> = balloons.iter().map(|balloon| balloon.position.as_str()).collect();
        assert_eq!(found, expected, "{}", figure.assembly.item);
        assert_eq!(balloons.len(), expected.len());
        for (index, one) in balloons.iter().enumerate() {
            assert!((0.0..=1.0).contains(&one.x) && (0.0..=1.0).contains(&one.y), "{one:?}");
            for other in balloons.iter().skip(index + 1) {
                let apart = ((one.x - other.x) * 1600.0).hypot((one.y - other.y) * 1100.0);
                assert!(apart > 2.0 * BALLOON, "{} {one:?} {other:?}", figure.assembly.item);
            }
        }
    }
}

fn address(row: usize, column: usize) -> String {
    format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1)
}

#[test]
fn the_mistakes_are_exactly_those_listed() {
    let master = Master::new();
    let mut found = Vec::new();
    for book in books(&master, &[]) {
        for page in &book.pages {
            for (row, column, code) in &page.slips {
                assert_ne!(page.rows[*row][*column], Cell::Blank);
                found.push((book.file, page.name, address(page.first_row() + row, *column), *code));
            }
        }
    }
    let listed: Vec<_> =
        HONEST_MISTAKES.iter().map(|(file, sheet, cell, code)| (*file, *sheet, (*cell).to_owned(), *code)).collect();
    assert_eq!(found, listed);
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn every_title_is_in_the_dictionary_or_canonical() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/spec/header-aliases.csv");
    let Ok(text) = std::fs::read(path) else { return };
    let mut known: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for row in csv::Reader::from_reader(text.as_slice()).records() {
        let row = row.unwrap();
        if &row[1] != "_sheet_name" {
            known.entry((row[0].to_owned(), plain(&row[3]))).or_default().insert(row[1].to_owned());
        }
    }
    let master = Master::new();
    let mut doubtful = Vec::new();
    for page in books(&master, &[]).iter().flat_map(|book| &book.pages) {
        let mut fields = BTreeSet::new();
        for header in &page.headers {
            let canonical = header.to_lowercase().replace(' ', "_");
            let field = match known.get(&(page.table.to_owned(), plain(header))) {
                // The dictionary knows "price group" as another word for the discount group, which has its own
                // column here; the canonical name is meant.
                _ if canonical == "price_group" => canonical,
                Some(fields) => {
                    if fields.len() != 1 {
                        doubtful.push(format!("{} {header}: {fields:?}", page.table));
                    }
                    fields.iter().next().unwrap().clone()
                }
                None => {
                    assert!(header.is_ascii(), "{} {header} is no canonical name", page.table);
                    canonical
                }
            };
            assert!(fields.insert(field.clone()), "{}: two columns for {field}", page.table);
        }
    }
    assert_eq!(doubtful, Vec::<String>::new());
}
