//! Structures of the specifications, and figures as short texts.

use super::amount::Figure;
use crate::model::{Catalog, ItemId};

/// Structures specification, section 6.
pub(super) const BUILDABLE: &str = "parent,position,item,quantity\nT,10,S1,2\nT,20,S2,1\nT,30,C3,5\nS1,10,C1,2\n\
    S1,20,C2,1\nS2,10,S1,1\nS2,20,C2,4\nS2,30,V,1\nV,10,C1,3\nV,20,C4,0.25\n";

/// Parts-book specification, section 2.
pub(super) const BOOK: &str = "parent,position,item,quantity\nM100,10,A200,1\nM100,20,A300,2\nM100,30,B900,4\n\
    M100,40,D700,1\nA200,10,S210,1\nA200,20,W220,2\nA200,30,X230,1\nA200,40,B900,8\nA300,10,A310,1\nA300,20,W320,3\n\
    A310,10,N311,1\nA310,20,W220,1\nD700,10,N701,2\nD700,20,N702,1\n";

pub(super) fn number(figure: Figure) -> String {
    match figure {
        Figure::Known(quantity) => quantity.to_string(),
        Figure::Unknown => "unknown".to_owned(),
        Figure::TooLong => "too long".to_owned(),
        Figure::Endless => "endless".to_owned(),
    }
}

pub(super) fn path_text(catalog: &Catalog, path: &[ItemId]) -> String {
    path.iter().map(|&item| catalog.item_number(item)).collect::<Vec<_>>().join(" > ")
}

/// Items `L0 > L1 > …`, each with the same quantity of the next.
pub(super) fn chain(levels: u32, quantity: u32) -> String {
    let lines = (0..levels).map(|level| format!("L{level},L{},{quantity}\n", level + 1));
    "parent,item,quantity\n".to_owned() + &lines.collect::<Vec<_>>().concat()
}

/// Items `L0 > L1 > …`, each with the next at two positions.
pub(super) fn diamond(levels: u32) -> String {
    let lines = (0..levels).map(|level| format!("L{level},10,L{0},1\nL{level},20,L{0},1\n", level + 1));
    "parent,position,item,quantity\n".to_owned() + &lines.collect::<Vec<_>>().concat()
}
