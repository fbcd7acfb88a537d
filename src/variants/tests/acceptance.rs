//! Worked examples and acceptance cases of the variants specification, by number.

use rust_decimal::Decimal;

use super::{SHELF, V1, codes, family, told, values, with};
use crate::variants::{CheckKind, MAX_LIST, VariantError};

fn counts(family: &crate::variants::Family, property: &str) -> Vec<u64> {
    let all = family.value_counts().unwrap();
    all.iter().filter(|count| count.property == property).map(|count| count.count.to_u64().unwrap()).collect()
}

#[test]
fn va1_the_shelf_family_has_8_variants() {
    let family = family(SHELF);
    assert!(family.findings().is_empty(), "{:?}", codes(family.findings()));
    assert_eq!(family.raw_count(), 8_u8.into());
    assert_eq!(family.count(None).unwrap().to_u64(), Some(8));
    let variants = family.variants(MAX_LIST);
    assert!(variants.findings.is_empty());
    let skus: Vec<&str> = variants.rows.iter().filter_map(|row| row.sku.as_deref()).collect();
    assert_eq!(
        skus,
        [
            "SHELF-100x40x30-BR",
            "SHELF-100x40x30-GR",
            "SHELF-100x20x30-BR",
            "SHELF-100x20x30-GR",
            "SHELF-050x40x30-BR",
            "SHELF-050x40x30-GR",
            "SHELF-050x20x30-BR",
            "SHELF-050x20x30-GR",
        ]
    );
    let first = &variants.rows[0];
    assert_eq!(first.name, "Shelf 100 40 brown");
    assert_eq!(first.values, ["100", "40", "30", "brown"]);
    assert_eq!(first.price, Some(Decimal::from(100)));
}

#[test]
fn va2_splits_add_up() {
    let family = family(SHELF);
    let sizes = |properties: &[&str]| -> Vec<u64> {
        let split = family.split(properties).unwrap();
        split.products.iter().map(|product| product.count.to_u64().unwrap()).collect()
    };
    assert_eq!(sizes(&["H"]), [4, 4]);
    assert_eq!(sizes(&["W", "H"]), [2, 2, 2, 2]);
    assert_eq!(sizes(&["D"]), [8]);
    assert_eq!(codes(&family.split(&["D"]).unwrap().findings), ["I-SPLIT-ONE"]);
    let names: Vec<String> = family.split(&["H", "W"]).unwrap().products.into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["Shelf, H 40, W 100", "Shelf, H 40, W 50", "Shelf, H 20, W 100", "Shelf, H 20, W 50"]);
}

#[test]
fn a_split_moves_models_and_leaves_out_void_combinations() {
    let sheets =
        with(V1, &[("models", "product,sku,POWER,VOLT,COOL,HOOD,COLOR,LANG\nV1,OLD-1,75,480,WATER,Y,RED,FI\n")]);
    let split = family(&sheets).split(&["VOLT", "POWER"]).unwrap();
    assert_eq!(split.products.iter().map(|one| one.count.to_u64().unwrap()).sum::<u64>(), 187);
    assert_eq!(split.products.len(), 5);
    assert_eq!(told(&split.findings, "I-SPLIT-VOID"), ["VOLT=480, POWER=55: product V1, VOLT 480, POWER 55"]);
    let with_models: Vec<_> = split.products.iter().filter(|one| !one.models.is_empty()).collect();
    assert_eq!(with_models.len(), 1);
    assert_eq!(with_models[0].name, "Pump, VOLT 480, POWER 75");
    assert_eq!(with_models[0].models, ["OLD-1"]);
}

/// The inheritance example of section 2.
const WALL: &[(&str, &str)] = &[
    ("properties", "property,type\nCOLOR,LIST\nH,NUMBER\n"),
    ("property_values", "property,value\nCOLOR,RED\nCOLOR,BLUE\nCOLOR,GREY\nH,20\nH,40\n"),
    ("product_groups", "group,parent\nRoot,\nShelves,Root\nWall,Shelves\n"),
    (
        "group_defaults",
        "group,property,values,default_value,mode\nRoot,COLOR,\"RED, BLUE\",RED,SET\nShelves,COLOR,GREY,,ADD\n\
         Shelves,H,20;40,,SET\nWall,COLOR,RED,,REMOVE\n",
    ),
    ("products", "product,group\nWALL-SHELF,Wall\n"),
];

#[test]
fn va3_values_are_inherited_through_groups() {
    let family = family(WALL);
    assert!(family.findings().is_empty());
    assert_eq!(family.groups(), ["Root", "Shelves", "Wall"]);
    assert_eq!(values(&family, "COLOR"), ["BLUE", "GREY"]);
    assert_eq!(family.properties()[0].default_value().unwrap().value, "BLUE");
    assert_eq!(values(&family, "H"), ["20", "40"]);
    assert_eq!(family.count(None).unwrap().to_u64(), Some(4));
}

#[test]
fn drop_takes_a_property_away_and_product_values_win() {
    let changes = with(
        WALL,
        &[
            (
                "group_defaults",
                "group,property,set,values,default_value,mode\nRoot,COLOR,basic,,RED,SET\nShelves,H,,20;40,40,SET\n\
                 Wall,H,,,,DROP\n",
            ),
            ("value_sets", "set,property,value\nbasic,COLOR,RED\nbasic,COLOR,GREY\n"),
            ("product_values", "product,property,values,default_value,fixed\nWALL-SHELF,COLOR,,GREY,\n"),
        ],
    );
    let inherited = family(&changes);
    assert_eq!(inherited.properties().len(), 1);
    assert_eq!(values(&inherited, "COLOR"), ["RED", "GREY"]);
    assert_eq!(inherited.properties()[0].default_value().unwrap().value, "GREY");
    let fixed = with(
        &changes,
        &[("product_values", "product,property,values,fixed\nWALL-SHELF,COLOR,BLUE,Y\nWALL-SHELF,H,,\n")],
    );
    let fixed = family(&fixed);
    assert_eq!(values(&fixed, "COLOR"), ["BLUE"]);
    assert_eq!(values(&fixed, "H"), ["20", "40"], "a blank list is all active values");
}

#[test]
fn va4_v1_is_counted_by_components() {
    let family = family(V1);
    assert!(family.findings().is_empty(), "{:?}", codes(family.findings()));
    assert_eq!(family.raw_count(), 480_u16.into());
    assert_eq!(family.count(None).unwrap().to_u64(), Some(187));
    let components = family.components();
    assert_eq!(components.len(), 2);
    assert_eq!(components[0].properties, ["POWER", "VOLT", "COOL", "HOOD"]);
    assert_eq!(components[0].count.to_u64(), Some(11));
    assert_eq!(components[1].properties, ["COLOR", "LANG"]);
    assert_eq!(components[1].count.to_u64(), Some(17));
    assert_eq!(counts(&family, "POWER"), [51, 102, 34]);
    assert_eq!(counts(&family, "VOLT"), [119, 68]);
    assert_eq!(counts(&family, "COOL"), [102, 85]);
    assert_eq!(counts(&family, "HOOD"), [136, 51]);
    assert_eq!(counts(&family, "COLOR"), [55, 55, 55, 22]);
    assert_eq!(counts(&family, "LANG"), [44, 33, 44, 33, 33]);
    assert_eq!(family.count(Some("POWER>55 and COLOR!=CUSTOM")).unwrap().to_u64(), Some(120));
    let pairs = family.pair_counts("VOLT", "POWER").unwrap();
    let pairs: Vec<Vec<u64>> = pairs.iter().map(|row| row.iter().map(|c| c.to_u64().unwrap()).collect()).collect();
    assert_eq!(pairs, [[51, 51, 17], [0, 51, 17]]);
    assert_eq!(family.variants(MAX_LIST).rows.len(), 187);
}

#[test]
fn va5_lines_gaps_and_dead_parts_are_counted() {
    let family = family(V1);
    let checks = family.checks();
    let line_kinds = [CheckKind::Line, CheckKind::DeadLine, CheckKind::AlwaysLine];
    let lines: Vec<(&str, u64)> = checks
        .rows
        .iter()
        .filter(|row| line_kinds.contains(&row.kind))
        .map(|row| (row.subject.as_str(), row.count.to_u64().unwrap()))
        .collect();
    assert_eq!(
        lines,
        [
            ("V1 10 FAN-A", 102),
            ("V1 10 PUMP-W", 85),
            ("V1 20 MOT55", 51),
            ("V1 20 MOT75", 102),
            ("V1 20 MOT90", 17),
            ("V1 30 FAN-XL", 0),
            ("V1 40 FRAME", 187)
        ]
    );
    let rest: Vec<(CheckKind, &str, u64)> = checks
        .rows
        .iter()
        .filter(|row| row.kind != CheckKind::Line)
        .map(|row| (row.kind, row.subject.as_str(), row.count.to_u64().unwrap()))
        .collect();
    assert_eq!(
        rest,
        [(CheckKind::DeadLine, "V1 30 FAN-XL", 0), (CheckKind::Gap, "V1 20", 17), (CheckKind::DeadItem, "FAN-XL", 0)]
    );
    assert_eq!(
        told(&checks.findings, "W-POSITION-GAP"),
        ["V1 20: product V1, 17 variants: such as POWER=90, VOLT=480, COOL=WATER, HOOD=Y, COLOR=RED, LANG=EN"]
    );
    let used = family.where_used("MOT90").unwrap();
    assert_eq!((used.variants.to_u64(), used.condition.as_str()), (Some(17), "POWER=90 and VOLT=400"));
    assert_eq!(used.percent, Some(Decimal::new(909, 2)));
    assert_eq!((used.least, used.greatest), (Some(Decimal::ONE), Some(Decimal::ONE)));
    assert_eq!(family.where_used("FAN-XL").unwrap().least, None);
}

#[test]
fn va6_prices_come_from_the_counting_tables() {
    let family = family(V1);
    let range = family.price_range().unwrap();
    assert!(range.findings.is_empty());
    let shown = |price: Option<Decimal>| price.unwrap().to_string();
    assert_eq!([shown(range.least), shown(range.greatest), shown(range.mean)], ["18000.00", "22950.00", "20347.06"]);
    let rows = family.variants(MAX_LIST).rows;
    let sum: Decimal = rows.iter().map(|row| row.price.unwrap()).sum();
    assert_eq!((sum / Decimal::from(187)).round_dp(2), range.mean.unwrap());
    assert_eq!(rows.iter().map(|row| row.price.unwrap()).min(), range.least);
    assert_eq!(rows.iter().map(|row| row.price.unwrap()).max(), range.greatest);
    let one = family
        .price(&[("POWER", "75.0"), ("VOLT", "480"), ("COOL", "AIR"), ("HOOD", "N"), ("COLOR", "RED"), ("LANG", "FI")])
        .unwrap();
    assert_eq!(one.price, Some(Decimal::from(19_500)));
    assert_eq!(one.surcharges.len(), 2);
}

#[test]
fn percent_and_per_unit_surcharges_add_up() {
    let sheets = with(
        SHELF,
        &[(
            "surcharges",
            "product,condition,amount,percent,per_unit_property,kind,order\nSHELF,C=grey,,12.5,,PCT_BASE,2\n\
             SHELF,H>=40,0.333,,W,ABS,1\n",
        )],
    );
    let family = family(&sheets);
    let price = family.price(&[("W", "50"), ("H", "40"), ("C", "grey")]).unwrap();
    assert_eq!(price.price, Some(Decimal::new(12_915, 2)), "100 + 50 × 0.333 + 12.5, rounded once");
    assert_eq!(price.surcharges.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["H>=40", "C=grey"]);
    let range = family.price_range().unwrap();
    assert_eq!((range.least, range.greatest), (Some(Decimal::from(100)), Some(Decimal::new(14_580, 2))));
    assert_eq!(range.mean, Some(Decimal::new(11_874, 2)), "100 + 12.5 ÷ 2 + 0.333 × 75 ÷ 2");
}

#[test]
fn va7_a_broken_rule_is_shown_with_its_message() {
    let family = family(V1);
    let check = family.check(&[("POWER", "90"), ("COOL", "AIR")]).unwrap();
    let broken: Vec<(&str, &str)> = check.broken.iter().map(|one| (one.rule.as_str(), one.message.as_str())).collect();
    assert_eq!(broken, [("R1", "90 kW needs water cooling")]);
    assert_eq!(check.open, ["R4"]);
    assert_eq!(check.missing, ["VOLT", "HOOD", "COLOR", "LANG"]);
    assert!(!check.is_variant());
    let all = [("POWER", "55"), ("VOLT", "480"), ("COOL", "WATER"), ("HOOD", "N"), ("COLOR", "RED"), ("LANG", "FI")];
    let broken = family.check(&all).unwrap().broken;
    assert_eq!(
        broken.iter().map(|one| one.message.as_str()).collect::<Vec<_>>(),
        ["R2: COOL=WATER requires HOOD=Y", "R3: VOLT=480 excludes POWER=55"]
    );
}

#[test]
fn va8_complete_gives_the_values_still_possible() {
    let complete = family(V1).complete(&[("POWER", "90")]).unwrap();
    let values: Vec<(&str, Vec<&str>)> =
        complete.iter().map(|one| (one.property.as_str(), one.values.iter().map(String::as_str).collect())).collect();
    assert_eq!(values[0], ("VOLT", vec!["400", "480"]));
    assert_eq!(values[1], ("COOL", vec!["WATER"]));
    assert_eq!(values[2], ("HOOD", vec!["Y"]));
    assert_eq!(values.len(), 5);
    assert_eq!(complete[1].default, None, "the default AIR is no longer possible");
}

/// VA9: 40 properties of values a, b, c; neighbours may not both be a.
fn chain(length: usize) -> crate::variants::Family {
    use std::fmt::Write as _;
    let mut texts =
        ["property,type\n", "property,value\n", "product,property\n", "rule,product,kind,if,then\n"].map(str::to_owned);
    for i in 0..length {
        writeln!(texts[0], "P{i},LIST").unwrap();
        writeln!(texts[1], "P{i},a\nP{i},b\nP{i},c").unwrap();
        writeln!(texts[2], "CHAIN,P{i}").unwrap();
        if i > 0 {
            writeln!(texts[3], "R{i},CHAIN,EXCLUDES,P{}=a,P{i}=a", i - 1).unwrap();
        }
    }
    family(&[
        ("properties", &texts[0]),
        ("property_values", &texts[1]),
        ("product_values", &texts[2]),
        ("variant_rules", &texts[3]),
        ("products", "product\nCHAIN\n"),
    ])
}

#[test]
fn va9_a_long_chain_is_counted_without_listing() {
    let family = chain(40);
    let start = std::time::Instant::now();
    assert_eq!(family.count(None).unwrap().to_string(), "310390048271892480");
    assert!(start.elapsed().as_secs_f64() < 1.0);
    let variants = family.variants(3);
    assert_eq!(variants.rows.len(), 3);
    assert_eq!(
        told(&variants.findings, "W-LIST-CUT"),
        ["310390048271892480: product CHAIN: 3 of 310390048271892480 variants are listed"]
    );
}

#[test]
fn counts_have_any_size() {
    // f(n) = 2 f(n-1) + 2 f(n-2), f(0) = 1, f(1) = 3.
    let (mut before, mut now) = (num_bigint::BigUint::from(1_u8), num_bigint::BigUint::from(3_u8));
    for _ in 1..150 {
        (before, now) = (now.clone(), (&now + &before) * 2_u8);
    }
    assert!(now.bits() > 128);
    assert_eq!(chain(150).count(None).unwrap().value(), &now);
}

#[test]
fn va10_a_rule_without_condition_restricts_everything() {
    let rules =
        format!("{}R5,V1,REQUIRES,,COOL=WATER,\nR6,V1,REQUIRES,POWER!=90,COOL=AIR,\n", sheet(V1, "variant_rules"));
    let family = family(&with(V1, &[("variant_rules", &rules)]));
    assert_eq!(family.count(None).unwrap().to_u64(), Some(34));
    assert_eq!(counts(&family, "POWER"), [0, 0, 34]);
    assert_eq!(counts(&family, "VOLT"), [17, 17]);
    let checks = family.checks();
    let of = |kind: CheckKind| -> Vec<&str> {
        checks.rows.iter().filter(|row| row.kind == kind).map(|row| row.subject.as_str()).collect()
    };
    assert_eq!(of(CheckKind::DeadValue), ["POWER=55", "POWER=75", "COOL=AIR", "HOOD=N"]);
    assert_eq!(of(CheckKind::ForcedValue), ["POWER=90", "COOL=WATER", "HOOD=Y"]);
    assert_eq!(of(CheckKind::AlwaysLine), ["V1 10 PUMP-W"]);
}

fn sheet<'a>(sheets: &[(&str, &'a str)], name: &str) -> &'a str {
    sheets.iter().find(|(own, _)| *own == name).unwrap().1
}

#[test]
fn va11_written_form_counts_in_lists_only() {
    let sheets = |kind: &'static str| {
        [
            ("properties", kind),
            ("property_values", "property,value\nP,020\nP,20\n"),
            ("products", "product\nX\n"),
            ("product_values", "product,property\nX,P\n"),
        ]
    };
    let list = family(&sheets("property,type\nP,LIST\n"));
    assert_eq!(values(&list, "P"), ["020", "20"]);
    assert!(list.findings().is_empty());
    let number = family(&sheets("property,type\nP,NUMBER\n"));
    assert_eq!(values(&number, "P"), ["020"]);
    assert_eq!(told(number.findings(), "W-VALUE-TWIN"), ["20: P has \"020\" and \"20\"; taken as one value"]);
    assert_eq!(number.count(Some("P=20.0")).unwrap().to_u64(), Some(1));
    assert_eq!(number.count(Some("P<20")).unwrap().to_u64(), Some(0));
}

#[test]
fn va12_a_template_without_a_property_makes_pairs() {
    let sheets = with(V1, &[("products", "product,sku_template\nV1,{POWER}{VOLT}{COOL}{COLOR}{LANG}\n")]);
    let variants = family(&sheets).variants(MAX_LIST);
    let pairs = told(&variants.findings, "E-SKU-DUP");
    assert_eq!(pairs.len(), 51, "each AIR variant with HOOD=N has a twin with HOOD=Y");
    assert_eq!(
        pairs[0],
        "55400AIRBLUEDE: POWER=55, VOLT=400, COOL=AIR, HOOD=Y, COLOR=BLUE, LANG=DE and \
         POWER=55, VOLT=400, COOL=AIR, HOOD=N, COLOR=BLUE, LANG=DE"
    );
}

#[test]
fn va14_a_void_product_names_the_rules_that_clash() {
    let family = family(&[
        ("properties", "property,type\nA,LIST\nB,LIST\nC,LIST\nD,LIST\n"),
        ("property_values", "property,value\nA,0\nA,1\nB,0\nB,1\nC,0\nC,1\nD,0\nD,1\n"),
        ("products", "product\nX\n"),
        ("product_values", "product,property,values,fixed\nX,A,1,Y\nX,B,,\nX,C,,\nX,D,,\n"),
        (
            "variant_rules",
            "rule,product,kind,if,then\nR0,X,EXCLUDES,D=1,A=1\nR1,X,REQUIRES,A=1,B=1\nR2,X,REQUIRES,B=1,C=1\n\
             R3,X,EXCLUDES,C=1,A=1\n",
        ),
    ]);
    assert_eq!(
        told(family.findings(), "E-VOID"),
        ["R1, R2, R3: product X has no variant: R1: A=1 requires B=1; R2: B=1 requires C=1; R3: C=1 excludes A=1"]
    );
    assert_eq!(family.count(None).unwrap().to_u64(), Some(0));
    assert!(family.variants(MAX_LIST).rows.is_empty());
}

#[test]
fn table_rules_allow_or_forbid_rows() {
    let rules = "rule,product,kind,if,then,W,C\nT,SHELF,ALLOW,,,100,\nT,SHELF,ALLOW,H=20,,50,brown;grey\n\
                 F,SHELF,FORBID_TABLE,\"W=100, H=40\",,,grey\n";
    let family = family(&with(SHELF, &[("variant_rules", rules)]));
    assert!(family.findings().is_empty(), "{:?}", codes(family.findings()));
    let rows: Vec<String> = family.variants(MAX_LIST).rows.iter().map(|row| row.values.join(" ")).collect();
    assert_eq!(rows, ["100 40 30 brown", "100 20 30 brown", "100 20 30 grey", "50 20 30 brown", "50 20 30 grey"]);
    let check = family.check(&[("W", "50"), ("H", "40")]).unwrap();
    assert_eq!(check.broken[0].message, "T: only the 2 rows of the table are allowed");
}

#[test]
fn existing_models_keep_their_numbers() {
    let sheets = with(
        V1,
        &[(
            "models",
            "product,sku,POWER,VOLT,COOL,HOOD,COLOR,LANG,active\nV1,old №1,55,400,AIR,Y,RED,EN,Y\n\
             V1,ENDED,90,400,WATER,Y,RED,EN,N\nV1,BAD,90,400,AIR,Y,RED,EN,Y\n",
        )],
    );
    let family = family(&sheets);
    let rows = family.variants(MAX_LIST).rows;
    assert_eq!(rows.len(), 187);
    assert_eq!(rows[0].sku.as_deref(), Some("old №1"));
    assert_eq!(rows[0].is_active, Some(true));
    assert_eq!(rows[1].sku.as_deref(), Some("V1-554AY-RED-FI"));
    assert_eq!(rows.iter().filter(|row| row.sku.as_deref() == Some("ENDED")).count(), 1);
    assert_eq!(told(family.findings(), "W-MODEL-INVALID"), ["BAD: model BAD breaks R1"]);
    let ended: Vec<String> = family
        .checks()
        .rows
        .into_iter()
        .filter(|row| row.kind == CheckKind::EndedItem)
        .map(|row| format!("{} {}", row.subject, row.detail))
        .collect();
    assert_eq!(ended, ["PUMP-W last model ENDED"], "MOT90 is still in the active model BAD");
}

#[test]
fn structures_resolve_with_exact_quantities() {
    let lines = "parent,position,item,quantity,condition\nSHELF,10,BOARD,ceil(H/15),\nSHELF,20,SET,2,W=100\n\
                 SET,10,SCREW,W/10 + 1,\nSET,20,PLUG,1,C=grey\nSHELF,30,SCREW,\"0,5\",\n";
    let family = family(&with(SHELF, &[("variant_bom", lines)]));
    let resolved = family.resolve(&[("W", "100"), ("H", "40"), ("C", "brown")]).unwrap();
    let shown: Vec<String> = resolved
        .lines
        .iter()
        .map(|line| format!("{} {} {} {}", line.level, line.item, line.quantity.unwrap(), line.total.unwrap()))
        .collect();
    assert_eq!(shown, ["1 BOARD 3 3", "1 SET 2 2", "2 SCREW 11 22", "1 SCREW 0.5 0.5"]);
    assert!(resolved.findings.is_empty());
    let screws = family.where_used("SCREW").unwrap();
    assert_eq!(screws.variants.to_u64(), Some(8));
    assert_eq!(screws.condition, "always");
    assert_eq!((screws.least, screws.greatest), (Some(Decimal::new(5, 1)), Some(Decimal::new(225, 1))));
    let plugs = family.where_used("PLUG").unwrap();
    assert_eq!((plugs.variants.to_u64(), plugs.greatest), (Some(2), Some(Decimal::from(2))));
    assert_eq!(
        family.resolve(&[("W", "100")]).unwrap_err(),
        VariantError::MissingValues { missing: vec!["H".into(), "C".into()] }
    );
}

#[test]
fn a_product_without_properties_is_one_variant() {
    let family = family(&[("products", "product\nPLAIN\n")]);
    let variants = family.variants(MAX_LIST);
    assert_eq!(variants.rows.len(), 1);
    assert_eq!(variants.rows[0].sku.as_deref(), Some("PLAIN"));
    assert_eq!(family.count(None).unwrap().to_u64(), Some(1));
}

#[test]
fn a_question_about_something_unknown_says_what_is_there() {
    let catalog = std::sync::Arc::new(crate::model::testing::catalog(SHELF));
    let said = |error: VariantError| error.to_string();
    assert_eq!(
        said(crate::variants::Family::new(catalog, "SHELFS").unwrap_err()),
        "product \"SHELFS\" is not in the catalog; the nearest is \"SHELF\""
    );
    let family = family(SHELF);
    assert_eq!(
        said(family.check(&[("w", "50")]).unwrap_err()),
        "product \"SHELF\" has no property \"w\"; there is \"W\", \"H\", \"D\", \"C\""
    );
    assert_eq!(
        said(family.check(&[("C", "Brown")]).unwrap_err()),
        "property \"C\" has no value \"Brown\"; there is \"brown\", \"grey\""
    );
    assert_eq!(said(family.check(&[("W", "50"), ("W", "100")]).unwrap_err()), "property \"W\" is selected twice");
    assert_eq!(
        said(family.count(Some("C=grey and")).unwrap_err()),
        "the condition \"C=grey and\" is not understood at character 11: a property, `not` or `(` expected, the text ends"
    );
    assert_eq!(said(family.where_used("BOLT").unwrap_err()), "item \"BOLT\" is in no structure of product \"SHELF\"");
    assert!(family.price(&[]).unwrap_err().hint().unwrap().contains("complete"));
}
