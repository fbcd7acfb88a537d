//! Results to frames, workbook bytes and books; decides layout, never numbers.

pub mod frame;
pub mod results;

pub use frame::{Frame, FrameColumn, FrameData, FrameValue, Show};
