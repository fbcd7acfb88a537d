//! The slow, obvious version: go through the full product and ask every rule.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::family;
use crate::variants::{Family, MAX_LIST};

/// A literal on one of five properties A–E, each of up to four values 1–4.
fn literal() -> impl Strategy<Value = String> {
    (0..5_usize, 0..4_usize, 1..5_u8, 1..5_u8).prop_map(|(property, form, a, b)| {
        let name = char::from(b"ABCDE"[property]);
        match form {
            0 => format!("{name}={a}"),
            1 => format!("{name}!={a}"),
            2 => format!("{name} in {{{a},{b}}}"),
            _ => format!("{name}<={a}"),
        }
    })
}

fn condition() -> impl Strategy<Value = String> {
    literal().prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    })
}

fn families() -> impl Strategy<Value = (Family, Vec<usize>)> {
    let rule = (condition(), condition(), 0..4_usize);
    (prop::collection::vec(1..5_usize, 1..6), prop::collection::vec(rule, 0..5)).prop_map(|(sizes, rules)| {
        let mut values = "product,property,values\n".to_owned();
        for (property, size) in sizes.iter().enumerate() {
            let list: Vec<String> = (1..=*size).map(|value| value.to_string()).collect();
            writeln!(values, "X,{},{}", char::from(b"ABCDE"[property]), list.join(";")).unwrap();
        }
        let mut sheet = "rule,product,kind,if,then\n".to_owned();
        for (number, (condition, then, kind)) in rules.iter().enumerate() {
            let kind = ["EXCLUDES", "REQUIRES", "ALLOW", "FORBID_TABLE"][*kind];
            writeln!(sheet, "R{number},X,{kind},\"{condition}\",\"{then}\"").unwrap();
        }
        let all: String = "ABCDE".chars().flat_map(|p| (1..5).map(move |value| format!("{p},{value}\n"))).collect();
        let family = family(&[
            ("properties", "property,type\nA,NUMBER\nB,NUMBER\nC,NUMBER\nD,NUMBER\nE,NUMBER\n"),
            ("property_values", &format!("property,value\n{all}")),
            ("products", "product\nX\n"),
            ("product_values", &values),
            ("variant_rules", &sheet),
        ]);
        (family, sizes)
    })
}

/// All selections in order, asked one by one.
fn brute_force(family: &Family, sizes: &[usize]) -> Vec<Vec<String>> {
    let total: usize = sizes.iter().product();
    let selection = |number: usize| -> Vec<usize> {
        let mut rest = number;
        let mut values: Vec<usize> = sizes
            .iter()
            .rev()
            .map(|size| {
                let value = rest % size;
                rest /= size;
                value
            })
            .collect();
        values.reverse();
        values
    };
    (0..total)
        .map(selection)
        .filter(|selection| {
            let chosen: Vec<Option<usize>> = selection.iter().copied().map(Some).collect();
            family.rules().iter().all(|rule| rule.arena.holds(rule.root, &chosen))
        })
        .map(|selection| selection.iter().map(|value| (value + 1).to_string()).collect())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn listing_and_counting_agree_with_going_through_everything((family, sizes) in families(), extra in condition()) {
        let expected = brute_force(&family, &sizes);
        let listed: Vec<Vec<String>> = family.variants(MAX_LIST).rows.into_iter().map(|row| row.values).collect();
        prop_assert_eq!(&listed, &expected);
        let number = u64::try_from(expected.len()).unwrap();
        prop_assert_eq!(family.count(None).unwrap().to_u64(), Some(number));
        let void = family.findings().iter().any(|finding| finding.code.id == "E-VOID");
        prop_assert_eq!(void, expected.is_empty());

        // Counts of values, of a split, and with a condition and its opposite add up.
        let counts = family.value_counts().unwrap();
        for count in &counts {
            let place = family.properties().iter().position(|one| one.name == count.property).unwrap();
            let with = expected.iter().filter(|row| row[place] == count.value).count();
            prop_assert_eq!(count.count.to_u64(), u64::try_from(with).ok());
        }
        let names: Vec<&str> = family.properties().iter().map(|one| one.name.as_str()).take(2).collect();
        let split = family.split(&names).unwrap();
        prop_assert_eq!(split.products.iter().map(|one| one.count.to_u64().unwrap()).sum::<u64>(), number);
        let with = family.count(Some(&extra)).unwrap().to_u64().unwrap();
        let without = family.count(Some(&format!("not ({extra})"))).unwrap().to_u64().unwrap();
        prop_assert_eq!(with + without, number);

        // Completing a first value gives what the list has.
        let property = &family.properties()[0];
        let first = property.values[0].value.clone();
        for open in family.complete(&[(property.name.as_str(), first.as_str())]).unwrap() {
            let place = family.properties().iter().position(|one| one.name == open.property).unwrap();
            let offered = family.properties()[place].values.iter().map(|value| value.value.clone());
            let left = |value: &String| expected.iter().any(|row| row[0] == first && &row[place] == value);
            prop_assert_eq!(open.values, offered.filter(left).collect::<Vec<_>>());
        }
    }
}

/// Rules over many properties at once are taken apart into small tables.
#[test]
fn a_rule_over_thirty_properties_is_counted_and_listed() {
    let name = |i: usize| format!("P{i}");
    let mut texts = ["property,type\n", "property,value\n", "product,property\n"].map(str::to_owned);
    for i in 0..30 {
        writeln!(texts[0], "{},LIST", name(i)).unwrap();
        writeln!(texts[1], "{0},x\n{0},y\n{0},z", name(i)).unwrap();
        writeln!(texts[2], "WIDE,{}", name(i)).unwrap();
    }
    let all = (0..30).map(|i| format!("{}=x", name(i))).collect::<Vec<_>>().join(" and ");
    let any = (0..30).map(|i| format!("{}=z", name(i))).collect::<Vec<_>>().join(" or ");
    let rules = format!("rule,product,kind,if,then\nR1,WIDE,EXCLUDES,{all},\nR2,WIDE,REQUIRES,,{any}\n");
    let family = family(&[
        ("properties", &texts[0]),
        ("property_values", &texts[1]),
        ("product_values", &texts[2]),
        ("variant_rules", &rules),
        ("products", "product\nWIDE\n"),
    ]);
    // All x has no z, so R2 forbids it too: 3^30 - 2^30.
    let expected = 3_u64.pow(30) - 2_u64.pow(30);
    assert_eq!(family.count(None).unwrap().to_u64(), Some(expected));
    let first = &family.variants(2).rows;
    assert!(first[0].values.iter().take(29).all(|value| value == "x") && first[0].values[29] == "z");
    assert_eq!((first[1].values[28].as_str(), first[1].values[29].as_str()), ("y", "z"));
}
