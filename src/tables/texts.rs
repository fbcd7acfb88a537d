//! The pool of texts: every distinct text of a catalog is stored once and named by a small number.

use std::fmt;

use foldhash::fast::FixedState;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use string_interner::backend::StringBackend;
use string_interner::symbol::SymbolU32;
use string_interner::{StringInterner, Symbol as _};

/// The name of a text in its [`Texts`] pool. Four bytes, also as `Option`.
pub type Symbol = SymbolU32;

/// A pool of distinct texts.
#[derive(Clone)]
pub struct Texts(StringInterner<StringBackend<Symbol>, FixedState>);

impl Default for Texts {
    fn default() -> Self {
        Self(StringInterner::with_hasher(FixedState::default()))
    }
}

impl Texts {
    /// An empty pool.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty pool with room for so many texts.
    #[must_use]
    pub fn with_capacity(texts: usize) -> Self {
        Self(StringInterner::with_capacity_and_hasher(texts, FixedState::default()))
    }

    /// The symbol of a text, stored now if it is new.
    pub fn intern(&mut self, text: &str) -> Symbol {
        self.0.get_or_intern(text)
    }

    /// The symbol of a text that is already there.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.0.get(text)
    }

    /// The text behind a symbol; empty for a symbol of another pool.
    #[must_use]
    pub fn get(&self, symbol: Symbol) -> &str {
        self.0.resolve(symbol).unwrap_or_default()
    }

    /// How many distinct texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when nothing is stored.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All symbols with their texts, in the order they were first seen.
    pub fn iter(&self) -> impl Iterator<Item = (Symbol, &str)> {
        self.0.iter()
    }

    /// Dense number of a symbol, from zero in the order first seen: an index for side tables.
    #[must_use]
    #[inline]
    pub fn index(symbol: Symbol) -> usize {
        symbol.to_usize()
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({} distinct)", self.len())
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|(_, text)| text))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut pool = Self::new();
        for text in Vec::<String>::deserialize(deserializer)? {
            pool.intern(&text);
        }
        Ok(pool)
    }
}
