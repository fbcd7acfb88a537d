//! Pictures: what is drawn once, what is left out and counted, and that no text breaks out.

use rust_decimal::Decimal;

use super::*;
use crate::model::Catalog;
use crate::model::testing::catalog;
use crate::structure::{ExplosionOptions, Reach, WhereUsedOptions, explode, where_used};

/// Structures specification, section 6.
const BOM: &str = "parent,position,item,quantity\nT,10,S1,2\nT,20,S2,1\nT,30,C3,5\nS1,10,C1,2\nS1,20,C2,1\nS2,10,S1,1\n\
    S2,20,C2,4\nS2,30,V,1\nV,10,C1,3\nV,20,C4,0.25\n";

fn down(catalog: &Catalog, item: &str) -> Picture {
    let item = catalog.item(item).unwrap();
    explosion_picture(catalog, &explode(catalog, item, Decimal::ONE, &ExplosionOptions::default()).unwrap(), "en")
}

fn up(catalog: &Catalog, item: &str, to: Reach) -> Picture {
    let options = WhereUsedOptions { to, ..Default::default() };
    where_used_picture(catalog, &where_used(catalog, catalog.item(item).unwrap(), &options).unwrap(), "en")
}

fn lines(picture: &Picture) -> Vec<String> {
    let name = |row: &PictureRow| {
        let left = row.left.map_or("", |left| picture.rows[left].name.as_str());
        let again = if row.is_again { " again" } else { "" };
        format!("{left} -{}- {}{again}", row.quantity, row.name)
    };
    picture.rows.iter().map(name).collect()
}

#[test]
fn an_assembly_is_opened_once() {
    let catalog = catalog(&[("bom", BOM)]);
    assert_eq!(
        lines(&down(&catalog, "T")),
        [
            " -- T",
            "T -2 ×- S1",
            "S1 -2 ×- C1",
            "S1 -1 ×- C2",
            "T -1 ×- S2",
            "S2 -1 ×- S1 again",
            "S2 -4 ×- C2",
            "S2 -1 ×- V",
            "V -3 ×- C1",
            "V -0.25 ×- C4",
            "T -5 ×- C3",
        ]
    );
    let used = up(&catalog, "C2", Reach::Top);
    assert_eq!(
        lines(&used),
        [" -- C2", "C2 -1 ×- S1", "S1 -1 ×- S2", "S2 -1 ×- T", "S1 -2 ×- T again", "C2 -4 ×- S2 again"]
    );
    assert_eq!((used.rows[3].kind, used.rows[3].text.as_str()), (BoxKind::Top, "Σ 7"));
}

#[test]
fn customers_are_right_of_what_they_have() {
    let catalog = catalog(&[
        ("bom", BOM),
        ("machines", "serial,item,customer,delivery_date\nSN1,T,C9,2026-01-01\nSN2,T,C9,2026-02-01\n"),
        ("customers", "customer,name\nC9,Aalto & Pojat\n"),
    ]);
    let used = up(&catalog, "C4", Reach::Customers);
    let last = used.rows.last().unwrap();
    assert_eq!((last.name.as_str(), last.quantity.as_str(), last.kind), ("C9", "2 Machines", BoxKind::Field));
    assert!(used.svg(MAX_BOXES).contains("Aalto &amp; Pojat"));
    let machines = up(&catalog, "C4", Reach::Machines);
    assert_eq!(machines.rows.iter().filter(|row| row.kind == BoxKind::Field).count(), 2);
}

#[test]
fn more_boxes_than_asked_for_are_counted() {
    let mut bom = String::from("parent,position,item,quantity\n");
    for number in 0..300 {
        bom += &format!("T,{number},A{},1\nA{},10,C{number},1\n", number % 30, number % 30);
    }
    let picture = down(&catalog(&[("bom", &bom)]), "T");
    let svg = picture.svg(50);
    assert_eq!(svg.matches("<rect x=").count(), 50);
    assert!(svg.contains(&format!("… {} +", picture.rows.len() - 50)));
    assert_eq!(picture.svg(100_000).matches("<rect x=").count(), picture.rows.len());
}

#[test]
fn texts_stay_texts() {
    let catalog = catalog(&[
        ("items", "item,description_en\nT,\"<script>alert('\"\"x\"\"')</script>\"\nA,\"a]b|c \\ 配件\"\n"),
        ("bom", "parent,item,quantity\nT,A,1\n"),
    ]);
    let picture = down(&catalog, "T");
    let svg = picture.svg(MAX_BOXES);
    assert!(svg.starts_with("<svg ") && svg.contains("&lt;script&gt;") && !svg.contains("<script"));
    let tags = svg.matches("<g>").count() + svg.matches("<text").count() + svg.matches("<tspan").count();
    assert_eq!(tags, svg.matches("</g>").count() + svg.matches("</text>").count() + svg.matches("</tspan>").count());
    let dot = picture.dot();
    assert!(dot.contains("alert('\\\"x\\\"')") && dot.contains("a]b|c \\\\ 配件") && dot.contains("n0 -> n1"));
    let mermaid = picture.mermaid();
    assert!(mermaid.starts_with("%% generator: partsbook") && mermaid.contains("n0 -->|\"1 ×\"| n1"));
    assert!(!mermaid.contains("<script") && !mermaid.contains("b|c"));
}

#[test]
fn every_item_is_one_node_and_every_line_one_edge_in_text() {
    let catalog = catalog(&[("bom", BOM)]);
    for picture in [down(&catalog, "T"), up(&catalog, "C1", Reach::Top)] {
        let dot = picture.dot();
        let expected = if picture.way == Way::Down { (8, 10) } else { (5, 6) };
        let found = (dot.matches("[label=").count() - dot.matches(" -> ").count(), dot.matches(" -> ").count());
        assert_eq!(found, expected, "{dot}");
        assert_eq!(picture.mermaid().matches(" -->").count(), expected.1);
    }
    assert!(up(&catalog, "C1", Reach::Top).dot().contains("[label=\"2 ×\"]"));
}

#[test]
fn ten_thousand_levels_and_loops_end() {
    let lines: String = (0..10_000).map(|level| format!("L{level},L{},1\n", level + 1)).collect();
    let catalog = catalog(&[("bom", &format!("parent,item,quantity\n{lines}X,Y,1\nY,X,1\n"))]);
    assert_eq!(down(&catalog, "L0").rows.len(), 10_001);
    assert!(down(&catalog, "L0").svg(MAX_BOXES).contains("… 9801 +"));
    assert_eq!(up(&catalog, "L10000", Reach::Top).rows.len(), 10_001);
    assert_eq!((down(&catalog, "X").rows.len(), up(&catalog, "X", Reach::Top).rows.len()), (3, 3));
}
