//! Values as inputs really hold them: missing, null and empty are the same; a number may stand in quotes.

use std::fmt;
use std::rc::Rc;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Text;

/// How a field is read. What cannot be taken for a value of the type is an error, never a default.
pub(crate) trait Lenient: Sized + Default {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

/// For `#[serde(deserialize_with = …)]`.
pub(crate) fn read<'de, T: Lenient, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::read(from)
}

/// A value that is read so.
pub(crate) struct Read<T>(pub(crate) T);

impl<'de, T: Lenient> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Read)
    }
}

/// What is null in a list stays, as a blank: the places of its neighbours are those in the file.
impl<T: Lenient> Lenient for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let items: Option<Vec<Read<T>>> = Option::deserialize(from)?;
        Ok(items.unwrap_or_default().into_iter().map(|Read(item)| item).collect())
    }
}

impl Lenient for Option<Text> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Words)
    }
}

impl Lenient for Text {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::<Text>::read(from).map(Option::unwrap_or_default)
    }
}

impl Lenient for Option<i64> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Number)
    }
}

impl Lenient for Option<bool> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Switch)
    }
}

struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = Option<Text>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok((!text.is_empty()).then(|| Rc::from(text)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string().into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string().into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

struct Number;

impl<'de> Visitor<'de> for Number {
    type Value = Option<i64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        i64::try_from(number).map(Some).map_err(E::custom)
    }

    /// Some programs write whole numbers as `443.0`.
    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if number.fract() != 0.0 || number.abs() > EXACT {
            return Err(E::custom("not a whole number"));
        }
        #[allow(clippy::cast_possible_truncation, reason = "whole and small, just checked")]
        Ok(Some(number as i64))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(E::custom),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

struct Switch;

impl<'de> Visitor<'de> for Switch {
    type Value = Option<bool>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true or false")
    }

    fn visit_bool<E: Error>(self, on: bool) -> Result<Self::Value, E> {
        Ok(Some(on))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text {
            "" => Ok(None),
            "true" | "True" | "enable" | "on" => Ok(Some(true)),
            "false" | "False" | "disable" | "off" => Ok(Some(false)),
            _ => Err(E::custom("neither true nor false")),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    /// `{"Value": true}`, as `describe-vpc-attribute` writes it.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut on = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == "Value" {
                on = map.next_value::<Option<bool>>()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(on)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(A::Error::custom("neither true nor false"))
    }
}
