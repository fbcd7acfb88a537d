//! Every finding the variants engine can raise.

use std::fmt::Write as _;

use super::{SHELF, V1, codes, family, told, values, with};
use crate::variants::{CheckKind, MAX_LIST};

#[test]
fn a_condition_that_is_not_understood_is_told_with_its_character() {
    let family = family(&with(
        V1,
        &[
            (
                "variant_rules",
                "rule,product,kind,if,then\nR1,V1,EXCLUDES,POWR=90,COOL=AIR\nR2,V1,EXCLUDES,COOL=Air,HOOD=Y\n\
                 R3,V1,EXCLUDES,COOL<2,HOOD=Y\nR4,V1,EXCLUDES,POWER<big,HOOD=Y\nR5,V1,EXCLUDES,(POWER=90,HOOD=Y\n",
            ),
            ("variant_bom", "parent,position,item,quantity,condition\nV1,10,FAN,1,COOL=\nV1,20,BOX,1,\n"),
            ("surcharges", "product,condition,amount\nV1,COLOR=PINK,5\n"),
        ],
    ));
    assert_eq!(
        told(family.findings(), "E-COND"),
        [
            "COLOR=PINK: character 7: unknown value \"PINK\" of COLOR",
            "COOL=: character 6: a value expected, the text ends",
            "POWR=90: rule R1, character 1: unknown property \"POWR\"; the nearest is \"POWER\"",
            "COOL=Air: rule R2, character 6: unknown value \"Air\" of COOL; the nearest is \"AIR\"",
            "COOL<2: rule R3, character 1: \"COOL\" is not a NUMBER property: only = != in",
            "POWER<big: rule R4, character 7: \"big\" is not a number",
            "(POWER=90: rule R5, character 1: the parenthesis is not closed",
        ]
    );
    assert!(family.is_incomplete());
    assert!(family.rules().is_empty());
    assert_eq!(family.count(None).unwrap().to_u64(), Some(480));
    let message = family.findings().iter().find(|one| one.value.as_deref() == Some("POWR=90")).unwrap().message();
    assert!(message.starts_with("test.xlsx, sheet \"variant_rules\", cell D2: condition not understood (E-COND)"));
}

#[test]
fn rules_about_other_properties() {
    let properties = "property,type\nW,NUMBER\nH,NUMBER\nD,NUMBER\nC,LIST\nVOLT,LIST\n";
    let values = "property,value\nW,100\nW,50\nH,40\nH,20\nD,30\nC,brown\nC,grey\nVOLT,400\n";
    let rules = "rule,product,kind,if,then\nR1,SHELF,REQUIRES,VOLT=400,\nR2,SHELF,EXCLUDES,VOLT=400 or W=50,H=40\n\
                 R3,SHELF,,W=50,H=40\nR4,OTHER,EXCLUDES,W=50,\n";
    let changes = [
        ("properties", properties),
        ("property_values", values),
        ("variant_rules", rules),
        ("variant_bom", "parent,position,item,quantity,condition\nSHELF,10,PLUG,1,VOLT!=400\n"),
    ];
    let family = family(&with(SHELF, &changes));
    assert_eq!(told(family.findings(), "I-RULE-UNUSED"), ["-: rule R1 names no property of product SHELF"]);
    assert_eq!(
        told(family.findings(), "I-COND-PROPERTY"),
        ["VOLT: product SHELF has no property VOLT", "VOLT: rule R2: product SHELF has no property VOLT"]
    );
    assert_eq!(told(family.findings(), "E-RULE-KIND"), [": rule R3 is not used"]);
    assert_eq!(family.count(None).unwrap().to_u64(), Some(6));
    assert_eq!(told(&family.checks().findings, "W-LINE-DEAD").len(), 1);
}

#[test]
fn lists_with_unknown_twin_or_missing_values() {
    let family = family(&[
        ("properties", "property,type\nA,LIST\nB,NUMBER\nC,LIST\nD,LIST\n"),
        (
            "property_values",
            "property,value,active\nA,Red,Y\nA,red,Y\nA,blue,Y\nB,1,Y\nB,two,Y\nC,x,N\nD,1,Y\nD,2,Y\nD,3,Y\n",
        ),
        ("products", "product,group\nX,G\nX,H\n"),
        (
            "product_values",
            "product,property,values,default_value,fixed\nX,A,Red;red;blu,,\nX,B,,,\nX,C,x,,\nX,D,1;2;3,2,Y\n\
             X,D,,3,\nX,E,1,,\n",
        ),
    ]);
    assert_eq!(told(family.findings(), "E-VALUE-UNKNOWN"), ["blu: A has no value \"blu\"; the nearest is \"blue\""]);
    assert_eq!(told(family.findings(), "W-VALUE-TWIN"), ["red: A has \"Red\" and \"red\"; taken as two values"]);
    assert_eq!(told(family.findings(), "E-NUMBER"), ["two: B is a NUMBER property"]);
    assert_eq!(told(family.findings(), "E-EMPTY-PROPERTY"), ["C: property C of product X has no active value"]);
    assert_eq!(told(family.findings(), "W-FIXED"), ["D: property D of product X has 3 values"]);
    assert_eq!(told(family.findings(), "W-DEFAULT-DUP"), ["-: D has two default values in X"]);
    assert_eq!(told(family.findings(), "E-PROPERTY-UNKNOWN"), ["E: property \"E\" is not there"]);
    assert_eq!(told(family.findings(), "E-PRODUCT-DUP"), ["X: a second row"]);
    assert_eq!(told(family.findings(), "W-GROUP-UNKNOWN"), ["G: group \"G\" is not there"]);
    assert_eq!(values(&family, "D"), ["3"], "the last default value wins");
    assert!(family.is_incomplete());
    assert_eq!(family.count(None).unwrap().to_u64(), Some(0));
    assert!(family.variants(MAX_LIST).rows.is_empty());
}

#[test]
fn groups_that_contain_themselves_give_nothing() {
    let family = family(&[
        ("properties", "property,type\nA,BOOL\n"),
        ("product_groups", "group,parent\nP,Q\nQ,R\nR,Q\n"),
        ("group_defaults", "group,property\nQ,A\n"),
        ("products", "product,group\nX,P\n"),
    ]);
    assert_eq!(told(family.findings(), "E-GROUP-CYCLE"), ["Q > R > Q: the product inherits nothing"]);
    assert!(family.properties().is_empty() && family.is_incomplete());
}

#[test]
fn numbers_of_variants_are_checked() {
    let templates = |template: &str| {
        let products = format!("product,sku_template\nSHELF,{template}\n");
        family(&with(SHELF, &[("products", &products)])).variants(MAX_LIST)
    };
    let odd = templates("{product|upper} {W:1}×{H|04}-{C.name.fi}-{C.code:1|upper}-{D}");
    assert_eq!(odd.rows[0].sku.as_deref(), Some("SHELF-1-0040-brown-B-30"));
    assert_eq!(
        told(&odd.findings, "W-SKU-CHAR"),
        [" : product SHELF: replaced 8 times", "×: product SHELF: replaced 8 times"]
    );
    let long = templates("{W}{H}{C}-ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    assert_eq!(told(&long.findings, "E-SKU-LENGTH").len(), 8);
    assert_eq!(
        told(&long.findings, "E-SKU-LENGTH")[0],
        "10020brown-ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789: W=100, H=20, C=brown: 47 characters"
    );
    assert_eq!(long.rows[0].sku, None);
    for (template, problem) in [
        ("{X}-{H}", "the product has no property \"X\""),
        ("{H", "\"{H\" is not closed"),
        ("{H.colour}", "\".colour\" is not known; there is .code and .name.en"),
        ("{H:x}", "\":x\" is not `:n`"),
        ("{H|9}", "\"|9\" is not known; there is `:n`, `|0n` and `|upper`"),
    ] {
        let products = format!("product,sku_template\nSHELF,{template}\n");
        let family = family(&with(SHELF, &[("products", &products)]));
        let found = told(family.findings(), "E-SKU-TEMPLATE");
        assert!(found[0].starts_with(&format!("{template}: {problem}")), "{found:?}");
        assert_eq!(family.variants(1).rows[0].sku.as_deref(), Some("SHELF-100-40-BR"));
    }
}

#[test]
fn models_that_cannot_be_matched_are_told() {
    let models = "product,sku,W,H,C,active\nSHELF,A,100,40,brown,\nSHELF,B,100.0,40,brown,\nSHELF,C,100,,brown,\n\
                  SHELF,D,100,40,green,\nSHELF,A,50,40,brown,\n";
    let family = family(&with(SHELF, &[("models", models)]));
    assert_eq!(told(family.findings(), "E-MODEL-DUP"), ["B: models A and B are both W=100, H=40, C=brown"]);
    assert_eq!(told(family.findings(), "E-MODEL-VALUES"), ["C: model C lacks H"]);
    assert_eq!(
        told(family.findings(), "E-VALUE-UNKNOWN"),
        ["green: model D: C has no value \"green\"; the nearest is \"grey\""]
    );
    assert_eq!(told(family.findings(), "E-SKU-DUP"), ["A: W=100, H=40, C=brown and W=50, H=40, C=brown"]);
    assert_eq!(family.models().iter().filter(|model| model.is_valid()).count(), 3);
}

#[test]
fn structures_with_loops_overlaps_and_bad_quantities() {
    let lines = "parent,position,item,quantity,condition\nSHELF,10,A,1,W=100\nSHELF,10,B,1,H=40\nA,10,B,H - 20,\n\
                 B,10,A,1,\nSHELF,20,C,2 x,W>0\n";
    let family = family(&with(SHELF, &[("variant_bom", lines)]));
    assert_eq!(told(family.findings(), "E-CYCLE"), ["A: A > B > A; the line is not used"]);
    assert_eq!(told(family.findings(), "E-QTY"), ["2 x: character 3: + - × ÷ or ) expected, not \"x\""]);
    let checks = family.checks();
    assert_eq!(told(&checks.findings, "I-LINE-ALWAYS"), ["SHELF 20 C: product SHELF, 8 variants: W>0"]);
    assert_eq!(
        told(&checks.findings, "W-POSITION-OVERLAP"),
        ["SHELF 10: product SHELF, 2 variants: such as W=100, H=40, C=brown"]
    );
    assert_eq!(
        told(&checks.findings, "W-POSITION-GAP"),
        ["SHELF 10: product SHELF, 2 variants: such as W=50, H=20, C=brown"]
    );
    let resolved = family.resolve(&[("W", "100"), ("H", "20"), ("C", "grey")]).unwrap();
    assert_eq!(told(&resolved.findings, "E-QTY"), ["H - 20: B in A, for W=100, H=20, C=grey: the result is 0"]);
    assert_eq!(resolved.lines.len(), 3);
    assert!(resolved.lines.iter().any(|line| line.item == "B" && line.quantity.is_none()));
}

#[test]
fn prices_without_base_and_dead_surcharges() {
    let changes = [
        ("products", "product\nSHELF\n"),
        (
            "surcharges",
            "product,condition,amount,per_unit_property\nSHELF,W=100 and W=50,5,\nSHELF,,1,C\nSHELF,W=50,1,\n",
        ),
    ];
    let family = family(&with(SHELF, &changes));
    assert_eq!(told(family.findings(), "E-PROPERTY-UNKNOWN"), ["C: product SHELF has no NUMBER property C"]);
    let range = family.price_range().unwrap();
    assert_eq!(codes(&range.findings), ["E-BASE-PRICE", "W-SURCHARGE-DEAD"]);
    assert_eq!((range.least, range.mean), (None, None));
    assert_eq!(family.variants(1).rows[0].price, None);
    let checks = family.checks();
    assert!(checks.rows.iter().any(|row| row.kind == CheckKind::DeadSurcharge));
    assert!(codes(&checks.findings).contains(&"E-BASE-PRICE"), "surcharges on nothing");
}

/// Every two of 13 properties are joined by a rule: one table would need 4^13 cells.
#[test]
fn entangled_rules_give_a_lower_bound() {
    let mut texts =
        ["property,type\n", "property,value\n", "product,property\n", "rule,product,kind,if,then\n"].map(str::to_owned);
    for i in 0..13 {
        writeln!(texts[0], "P{i},LIST").unwrap();
        writeln!(texts[1], "P{i},a\nP{i},b\nP{i},c\nP{i},d").unwrap();
        writeln!(texts[2], "X,P{i}").unwrap();
        for j in 0..i {
            writeln!(texts[3], "R{i}-{j},X,EXCLUDES,P{j}=a,P{i}=a").unwrap();
        }
    }
    let family = family(&[
        ("properties", &texts[0]),
        ("property_values", &texts[1]),
        ("product_values", &texts[2]),
        ("variant_rules", &texts[3]),
        ("products", "product\nX\n"),
    ]);
    assert!(family.findings().is_empty());
    let count = family.count(None).unwrap();
    assert!(!count.is_exact());
    assert_eq!(count.to_string(), "at least 50000");
    assert_eq!(count.to_u64(), None);
    let variants = family.variants(10);
    assert_eq!(variants.rows.len(), 10);
    assert_eq!(codes(&variants.findings), ["E-COUNT-SIZE", "W-LIST-CUT"]);
    assert!(family.value_counts().is_err());
}

#[test]
fn dead_values_are_findings() {
    let rules = "rule,product,kind,if,then\nR1,SHELF,EXCLUDES,W=50,\n";
    let checks = family(&with(SHELF, &[("variant_rules", rules)])).checks();
    assert_eq!(told(&checks.findings, "W-VALUE-DEAD"), ["W=50: product SHELF, 0 variants"]);
}

#[test]
fn every_code_is_raised_by_a_test() {
    let tests = [include_str!("acceptance.rs"), include_str!("findings.rs")].concat();
    let all = crate::finding::codes::variants::ALL;
    assert!(all.len() > 30);
    for code in all {
        assert!(tests.contains(&format!("\"{}\"", code.id)), "{} has no test", code.id);
    }
}
