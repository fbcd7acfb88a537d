//! Pictures of structures: what is in an item, or where it is used, as a tree from left to right.
//!
//! An assembly is opened once, where the tree comes to it first; elsewhere it is marked as shown before, so that a
//! picture has as many rows as the structure has lines and not as it has paths. Written as SVG without any other
//! program ([`Picture::svg`]), or as text for Graphviz and Mermaid.

mod build;
mod svg;
mod text;

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoxKind {
    /// What was asked for.
    Asked,
    /// An assembly that is in no other.
    Top,
    /// An assembly.
    Assembly,
    /// An assembly without stock of its own.
    Phantom,
    /// An item without lines of its own.
    Part,
    /// A line for information only.
    Reference,
    /// A machine or a customer.
    Field,
}

/// One box with the line that leads to it from the left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRow {
    /// The row that is to the left; none for what was asked for. It stands earlier in the list.
    pub left: Option<usize>,
    /// Item number, serial number or customer number.
    pub name: String,
    /// Its description.
    pub text: String,
    /// What is written on the line: a quantity.
    pub quantity: String,
    /// What the box stands for.
    pub kind: BoxKind,
    /// It is opened in an earlier row, and not again here.
    pub is_again: bool,
}

/// Which way the tree goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// From an assembly to what is in it.
    Down,
    /// From an item to where it is used.
    Up,
}

/// A tree of boxes, depth-first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, in words.
    pub title: String,
    /// Which way it goes.
    pub way: Way,
    /// The boxes.
    pub rows: Vec<PictureRow>,
    /// Boxes that are not even in the list.
    pub left_out: usize,
}

/// How many boxes a picture has at most, when nobody says otherwise.
pub const MAX_BOXES: usize = 200;

/// How many rows are collected at most.
const MAX_ROWS: usize = 20_000;

/// First line of every file, as a comment: by it the program knows its own files.
fn mark() -> String {
    format!("generator: partsbook {}", env!("CARGO_PKG_VERSION"))
}

pub use build::{explosion_picture, where_used_picture};

#[cfg(test)]
mod tests;
