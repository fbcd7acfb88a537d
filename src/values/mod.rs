//! Small checked types without input or output: numbers, dates, texts, orders of sorting, validities.
//!
//! Rules: structures specification, section 0; parts-book specification, section 3 (orders).

mod date;
mod hex;
mod locale;
mod natural;
mod number;
mod powers;
mod quantity;
mod rounding;
mod text;
mod unit;
mod validity;
mod watch;

pub use date::{DateSystem, SerialError, date_from_serial, dates_by_locale, parse_date, parse_date_time};
pub use hex::hex;
pub use locale::{DateOrder, DecimalSign, Locale};
pub use natural::{ata_cmp, name_cmp, name_key, natural_cmp, position_cmp};
pub use number::{NumberError, ParsedNumber, decimal_from_f64, parse_decimal};
pub use powers::POWERS_OF_TEN;
pub use quantity::{Pack, Quantity, is_placeholder, parse_pack, parse_price_per, parse_quantity};
pub use rounding::{ceil_to, floor_to, half_up};
pub use text::{Cleaned, clean, fold_diacritics, fold_title, has_fullwidth, is_blank, parse_category, parse_flag};
pub use unit::{PIECES, is_same_unit, known_unit};
pub use validity::Validity;
pub use watch::{UNWATCHED, Watch};
