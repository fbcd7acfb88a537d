//! The drawings of the demo company: exploded views with numbered balloons, drawn from lists of parts.

#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::similar_names,
    reason = "pictures are drawn in floating point; no figure of the data is computed here"
)]

mod canvas;
mod font;
mod geometry;
mod hero;
mod pieces;
mod shapes;
mod sheet;
mod solid;

pub(crate) use hero::hero;
pub(crate) use shapes::Shape;
pub(crate) use sheet::{Drawing, TitleBlock, explode};

#[cfg(test)]
pub(crate) use sheet::BALLOON;
