//! Engineering structure to service structure: what a service book shows and counts.
//!
//! Rule: structures specification, section 4. Spare parts, modules and protected parts become lines and are not opened;
//! other assemblies are dissolved into their content; what is left is omitted and counted. Quantities are summed without
//! listing paths.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::amount::{Figure, Total};
use super::dissolve::{Flags, Walk};
use super::error::{Steps, StructureError};
use super::explode::ExplosionOptions;
use super::frozen::StructureKind;
use super::source::Source;
use super::where_used::by_number;
use crate::finding::Findings;
use crate::model::{Catalog, ItemId};
use crate::tables::Symbol;
use crate::values::{UNWATCHED, Watch};

/// How a service structure is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceOptions {
    /// The day; by default the catalog's.
    pub on: Option<NaiveDate>,
    /// Serial number of the machine.
    pub serial: Option<String>,
    /// As designed, built or maintained.
    pub kind: StructureKind,
    /// Modules are opened too: their content carries the module and counts in no sum.
    pub expose_content: bool,
    /// Equal lines are merged in each assembly only; by default in the whole product.
    pub by_page: bool,
}

/// One line of a service structure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of the item master")]
pub struct ServiceLine {
    /// The assembly the lines stand in; none when lines of the whole product are merged.
    pub page: Option<ItemId>,
    /// The module this is a part of: then it counts in no sum.
    pub in_module: Option<ItemId>,
    /// The item.
    pub item: ItemId,
    /// Its revision.
    pub revision: Option<Symbol>,
    /// Quantity for one product.
    pub quantity: Figure,
    /// The quantity of every line is "as required".
    pub as_required: bool,
    /// Unit of the quantity.
    pub unit: Option<Symbol>,
    /// Positions of the lines that were merged, each once.
    pub positions: Vec<Symbol>,
    /// Is a module.
    pub is_module: bool,
    /// Is protected and never sold alone.
    pub is_ip: bool,
    /// Is a standard part.
    pub is_standard: bool,
    /// Can be ordered.
    pub is_procurable: bool,
}

/// The service structure of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceStructure {
    /// The product.
    pub item: ItemId,
    /// The day.
    pub on: NaiveDate,
    /// The lines, in the order a reader of the engineering structure meets them.
    pub lines: Vec<ServiceLine>,
    /// Parts that are left out, with their quantities, ordered by item number.
    pub omitted: Vec<(ItemId, Figure)>,
    /// What is doubtful.
    pub findings: Findings,
}

/// Makes the service structure of a product.
///
/// # Errors
/// The built or maintained structure is asked for without a serial number, or one that is not in the catalog.
pub fn service_structure(
    catalog: &Catalog,
    item: ItemId,
    options: &ServiceOptions,
) -> Result<ServiceStructure, StructureError> {
    service_structure_watched(catalog, item, options, UNWATCHED)
}

/// [`service_structure`], which stops when the caller asks for it.
///
/// # Errors
/// Those of [`service_structure`], and [`StructureError::Stopped`].
pub fn service_structure_watched(
    catalog: &Catalog,
    item: ItemId,
    options: &ServiceOptions,
    watch: Watch<'_>,
) -> Result<ServiceStructure, StructureError> {
    let on = options.on.unwrap_or(catalog.as_of());
    let explosion =
        ExplosionOptions { on: options.on, serial: options.serial.clone(), kind: options.kind, ..Default::default() };
    let mut findings = Findings::new();
    let source = Source::new(catalog, item, on, &explosion, &mut findings)?;
    let flags = Flags::new(catalog);
    let mut walk = Walk {
        catalog,
        source: &source,
        flags: &flags,
        by_page: options.by_page,
        lines: Vec::new(),
        slots: BTreeMap::new(),
        omitted: BTreeMap::new(),
        findings,
        steps: Steps::new(watch),
    };
    walk.dissolve(item, None, Total::ONE)?;
    if options.expose_content {
        walk.expose()?;
    }
    walk.check(item)?;
    let Walk { lines, omitted, mut findings, .. } = walk;
    let mut omitted: Vec<(ItemId, Figure)> = omitted.into_iter().map(|(item, total)| (item, total.figure())).collect();
    omitted.sort_by(|a, b| by_number(catalog, a.0, b.0));
    let lines = lines
        .into_iter()
        .map(|line| ServiceLine {
            page: options.by_page.then_some(line.page),
            in_module: line.in_module,
            item: line.item,
            revision: line.revision,
            quantity: line.total.figure(),
            as_required: line.as_required,
            unit: catalog.structure().unit(line.item).or(line.unit),
            positions: line.positions,
            is_module: flags.is(flags.module, line.item),
            is_ip: flags.is(flags.ip, line.item),
            is_standard: flags.is(flags.standard, line.item),
            is_procurable: flags.flag(flags.procurable, line.item).unwrap_or(true),
        })
        .collect();
    findings.sort();
    Ok(ServiceStructure { item, on, lines, omitted, findings })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::testing::catalog;
    use crate::structure::testing::{diamond, number};

    const ITEMS: &str = "item,spare,module\nM1,,\nG1,,\nG2,,Y\nK1,,\nB10,Y,\nH1,Y,\nS1,Y,\nX1,,\n";
    const BOM: &str = "parent,position,item,quantity\nM1,10,G1,1\nM1,20,G2,2\nG1,10,B10,4\nG1,20,H1,1\nG1,30,K1,1\n\
        K1,10,S1,2\nK1,20,B10,6\nG2,10,S1,1\nG2,20,X1,3\n";

    fn lines(catalog: &Catalog, top: &str, options: &ServiceOptions) -> (Vec<String>, Vec<&'static str>) {
        let found = service_structure(catalog, catalog.item(top).unwrap(), options).unwrap();
        let lines = found
            .lines
            .iter()
            .map(|line| {
                let place = line.in_module.or(line.page).map(|item| format!(" in {}", catalog.item_number(item)));
                let place = place.unwrap_or_default();
                format!("{} {}{place}", catalog.item_number(line.item), number(line.quantity))
            })
            .collect();
        (lines, found.findings.iter().map(|finding| finding.code.id).collect())
    }

    /// SU4.
    #[test]
    fn su4_both_options() {
        let catalog = catalog(&[("items", ITEMS), ("bom", BOM)]);
        let (rows, codes) = lines(&catalog, "M1", &ServiceOptions::default());
        assert_eq!(rows, ["B10 10", "H1 1", "S1 2", "G2 2"]);
        assert!(codes.is_empty());
        let exposed = ServiceOptions { expose_content: true, ..Default::default() };
        let (rows, codes) = lines(&catalog, "M1", &exposed);
        assert_eq!(rows, ["B10 10", "H1 1", "S1 2", "G2 2", "S1 2 in G2", "X1 6 in G2"]);
        assert!(codes.is_empty());
        let (rows, _) = lines(&catalog, "M1", &ServiceOptions { by_page: true, ..Default::default() });
        assert_eq!(rows, ["B10 4 in G1", "H1 1 in G1", "S1 2 in K1", "B10 6 in K1", "G2 2 in M1"]);
    }

    #[test]
    fn phantoms_dissolve_references_stay_away_and_protected_parts_stay() {
        let catalog = catalog(&[
            ("items", "item,spare,phantom,ip,procurable\nP,Y,Y,,\nA,Y,,,N\nX,,,Y,\nZ,,,,\nR,Y,,,\nE,,Y,,\n"),
            (
                "bom",
                "parent,position,item,quantity,kind\nM,10,P,2,\nP,10,A,3,\nM,20,X,1,\nM,30,Z,4,\nM,40,R,1,REFERENCE\n",
            ),
        ]);
        let found = service_structure(&catalog, catalog.item("M").unwrap(), &ServiceOptions::default()).unwrap();
        assert_eq!(lines(&catalog, "M", &ServiceOptions::default()).0, ["A 6", "X 1"]);
        assert!(found.lines[1].is_ip && !found.lines[0].is_procurable && found.lines[1].is_procurable);
        assert_eq!(found.omitted, [(catalog.item("Z").unwrap(), Figure::Known(4.into()))]);
        assert!(found.findings.is_empty());
    }

    #[test]
    fn a_phantom_without_content_is_out_of_balance() {
        let catalog = catalog(&[("items", "item,phantom\nE,Y\n"), ("bom", "parent,item,quantity\nM,E,2\n")]);
        let found = service_structure(&catalog, catalog.item("M").unwrap(), &ServiceOptions::default()).unwrap();
        let said: Vec<_> = found.findings.iter().map(|finding| (finding.code.id, finding.value.as_deref())).collect();
        assert_eq!(said, [("E-SBOM-BALANCE", Some("E"))]);
    }

    #[test]
    fn loops_are_named_and_many_paths_are_no_matter() {
        let looped = catalog(&[
            ("items", "item,spare\nD,Y\n"),
            ("bom", "parent,item,quantity\nT,A,1\nA,B,1\nB,A,1\nB,D,1\nT,D,2\n"),
        ]);
        let (rows, codes) = lines(&looped, "T", &ServiceOptions::default());
        assert_eq!((rows, codes), (vec!["D endless".to_owned()], vec!["E-CYCLE"]));
        let deep = catalog(&[("items", "item,spare\nL60,Y\n"), ("bom", &diamond(60))]);
        assert_eq!(lines(&deep, "L0", &ServiceOptions::default()).0, ["L60 1152921504606846976"]);
    }

    proptest! {
        /// Whatever the flags are: nothing gets lost, and nothing is counted twice.
        #[test]
        fn the_balance_holds(
            bom in prop::collection::vec((0_usize..8, 1_usize..9, 1_u32..9), 1..20),
            flags in prop::collection::vec(0_u8..4, 9),
            by_page in any::<bool>(),
            expose_content in any::<bool>(),
        ) {
            let bom: Vec<String> = bom.iter().enumerate().filter(|(_, line)| line.0 < line.1)
                .map(|(index, line)| format!("N{},{index},N{},{}\n", line.0, line.1, line.2)).collect();
            let items: Vec<String> = flags.iter().enumerate()
                .map(|(index, flag)| format!("N{index},{},{}\n", if flag & 1 == 1 { "Y" } else { "" }, if flag & 2 == 2 { "Y" } else { "" }))
                .collect();
            let catalog = catalog(&[
                ("items", &format!("item,spare,module\n{}", items.concat())),
                ("bom", &format!("parent,position,item,quantity\n{}", bom.concat())),
            ]);
            let options = ServiceOptions { expose_content, by_page, ..Default::default() };
            let found = service_structure(&catalog, catalog.item("N0").unwrap(), &options).unwrap();
            prop_assert!(found.findings.is_empty(), "{:?}", found.findings);
        }
    }
}
