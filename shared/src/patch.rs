//! Values of a change that can be left out, given, or taken away. A field that is left out stays as it is, `null` takes
//! it away.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a change does to a value that may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Left out: stays as it is.
    #[default]
    Keep,
    /// `null`: taken away.
    Clear,
    Set(T),
}

impl<T> Patch<T> {
    /// Sets what is there and clears what is not, as a form that shows the value does.
    pub fn of(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }

    /// Sets what is there and keeps what is not, as a list of changes does.
    pub fn given(value: Option<T>) -> Self {
        value.map_or(Self::Keep, Self::Set)
    }

    /// Whether the field is left out.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The same change to what is made of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(make(value)),
        }
    }

    /// The new value, where there is one.
    pub const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// What becomes of a value.
    pub fn apply(self, old: Option<T>) -> Option<T> {
        match self {
            Self::Keep => old,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }
}

impl Patch<String> {
    /// The new text, where there is one.
    pub fn as_deref(&self) -> Option<&str> {
        self.as_ref().map(String::as_str)
    }

    /// Text without blanks around it; text that is empty then is taken away.
    #[must_use]
    pub fn trimmed(self) -> Self {
        match self {
            Self::Set(text) if text.trim().is_empty() => Self::Clear,
            Self::Set(text) => Self::Set(text.trim().to_owned()),
            other => other,
        }
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::of)
    }
}

#[cfg(test)]
mod tests {
    use super::Patch;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Change {
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        gtin: Patch<String>,
    }

    #[test]
    fn left_out_null_and_a_value_are_three_things() {
        for (json, patch) in [
            ("{}", Patch::Keep),
            (r#"{"gtin":null}"#, Patch::Clear),
            (
                r#"{"gtin":"9520000010010"}"#,
                Patch::Set("9520000010010".to_owned()),
            ),
        ] {
            let change: Change = serde_json::from_str(json).expect("a change");
            assert_eq!(change.gtin, patch);
            assert_eq!(serde_json::to_string(&change).expect("text"), json);
        }
    }

    #[test]
    fn a_change_keeps_clears_or_sets() {
        assert_eq!(Patch::Keep.apply(Some(1)), Some(1));
        assert_eq!(Patch::Clear.apply(Some(1)), None);
        assert_eq!(Patch::Set(2).apply(None), Some(2));
        assert_eq!(Patch::Set("  ".to_owned()).trimmed(), Patch::Clear);
    }
}
