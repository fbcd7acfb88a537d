//! Families written down as CSV texts, and what they must answer.

mod acceptance;
mod findings;
mod oracle;

use std::sync::Arc;

use crate::finding::Findings;
use crate::model::testing::catalog;
use crate::variants::Family;

/// The family of the first product of the `products` sheet.
pub(super) fn family(sheets: &[(&str, &str)]) -> Family {
    let catalog = catalog(sheets);
    let products = catalog.table("products").text("product");
    let product = catalog.text(products.get(0).unwrap()).to_owned();
    Family::new(Arc::new(catalog), &product).unwrap()
}

/// Replaces or adds sheets.
pub(super) fn with<'a>(base: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut sheets: Vec<(&str, &str)> = base.to_vec();
    for change in changes {
        sheets.retain(|(name, _)| name != &change.0);
        sheets.push(*change);
    }
    sheets
}

/// The findings with one code, as `value: detail`.
pub(super) fn told(findings: &Findings, id: &str) -> Vec<String> {
    let of = |finding: &&crate::finding::Finding| finding.code.id == id;
    let words = |finding: &crate::finding::Finding| {
        let (value, detail) = (finding.value.as_deref().unwrap_or("-"), finding.detail.as_deref().unwrap_or("-"));
        format!("{value}: {detail}")
    };
    findings.iter().filter(of).map(words).collect()
}

pub(super) fn codes(findings: &Findings) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.id).collect()
}

/// A property's offered values.
pub(super) fn values(family: &Family, property: &str) -> Vec<String> {
    let property = family.properties().iter().find(|one| one.name == property).unwrap();
    property.values.iter().map(|value| value.value.clone()).collect()
}

/// The shelf family of section 3.
pub(super) const SHELF: &[(&str, &str)] = &[
    ("properties", "property,type,unit\nW,NUMBER,cm\nH,NUMBER,cm\nD,NUMBER,cm\nC,LIST,\n"),
    ("property_values", "property,value,code\nW,100,\nW,50,\nH,40,\nH,20,\nD,30,\nC,brown,BR\nC,grey,GR\n"),
    ("products", "product,name_en,base_price,sku_template\nSHELF,Shelf,100,{product}-{W|03}x{H}x{D}-{C.code}\n"),
    ("product_values", "product,property,values\nSHELF,W,100;50\nSHELF,H,\"40,20\"\nSHELF,D,30\nSHELF,C,brown;grey\n"),
];

/// The example V1 of section 4, with its lines and surcharges.
pub(super) const V1: &[(&str, &str)] = &[
    ("properties", "property,type\nPOWER,NUMBER\nVOLT,NUMBER\nCOOL,LIST\nHOOD,BOOL\nCOLOR,LIST\nLANG,LIST\n"),
    (
        "property_values",
        "property,value\nPOWER,55\nPOWER,75\nPOWER,90\nVOLT,400\nVOLT,480\nCOOL,AIR\nCOOL,WATER\nHOOD,Y\nHOOD,N\n\
         COLOR,RED\nCOLOR,BLUE\nCOLOR,GREY\nCOLOR,CUSTOM\nLANG,EN\nLANG,FI\nLANG,DE\nLANG,ZH\nLANG,NL\n",
    ),
    (
        "products",
        "product,name_en,base_price,sku_template\n\
         V1,Pump,18000,{product}-{POWER}{VOLT:1}{COOL:1}{HOOD}-{COLOR}-{LANG}\n",
    ),
    ("product_values", "product,property\nV1,POWER\nV1,VOLT\nV1,COOL\nV1,HOOD\nV1,COLOR\nV1,LANG\n"),
    (
        "variant_rules",
        "rule,product,kind,if,then,message_en\n\
         R1,V1,EXCLUDES,POWER=90,COOL=AIR,90 kW needs water cooling\n\
         R2,V1,REQUIRES,COOL=WATER,HOOD=Y,\n\
         R3,V1,EXCLUDES,VOLT=480,POWER=55,\n\
         R4,V1,REQUIRES,COLOR=CUSTOM,\"LANG in {EN,DE}\",\n",
    ),
    (
        "variant_bom",
        "parent,position,item,quantity,condition,optional\n\
         V1,10,FAN-A,1,COOL=AIR,\nV1,10,PUMP-W,1,COOL=WATER,\nV1,20,MOT55,1,POWER=55,\nV1,20,MOT75,1,POWER=75,\n\
         V1,20,MOT90,1,POWER=90 and VOLT=400,\nV1,30,FAN-XL,1,POWER=90 and COOL=AIR,Y\nV1,40,FRAME,1,,\n",
    ),
    (
        "surcharges",
        "product,condition,amount,kind\n\
         V1,POWER=75,1200,ABS\nV1,POWER=90,2100,ABS\nV1,COOL=WATER,1500,ABS\nV1,HOOD=Y,650,ABS\nV1,VOLT=480,300,ABS\n\
         V1,COLOR=CUSTOM,400,ABS\n",
    ),
];
