//! Small checked types without I/O: numbers, dates, texts, natural order, rounding, validity.
