//! What somebody types to find one of a list.

use std::net::IpAddr;

use ipnet::IpNet;

/// Whether the text, which is one of our own plain words, has every typed word, in small or large letters: no tables of the world's letters.
pub(super) fn holds(text: &str, typed: &str) -> bool {
    let (text, typed) = (text.to_ascii_lowercase(), typed.to_ascii_lowercase());
    typed.split_whitespace().all(|word| text.contains(word))
}

/// If an address or a CIDR was typed: the prefix length of the narrowest CIDR in the text that contains it.
pub fn around(text: &str, typed: &str) -> Option<u8> {
    let typed = typed.trim();
    let wanted = typed
        .parse()
        .or_else(|_| typed.parse::<IpAddr>().map(IpNet::from))
        .ok()?;
    let blocks = text.split(|letter: char| letter.is_whitespace() || letter == ',');
    let around = blocks.filter_map(|word| word.parse::<IpNet>().ok());
    around
        .filter(|block| block.contains(&wanted))
        .map(|block| block.prefix_len())
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_finds_the_blocks_around_it() {
        assert_eq!(around("app-vpc VPC 10.0.0.0/16, 10.0.2.0/23", "10.0.2.7"), Some(23));
        assert_eq!(around("private-a 10.0.2.0/24", " 10.0.2.128/25 "), Some(24));
        assert_eq!(around("private-a 10.0.2.0/24", "10.0.0.0/16"), None);
        assert_eq!(around("private-a 2001:db8:1::/64", "2001:db8:1::5"), Some(64));
        assert_eq!(around("private-a 10.0.2.0/24", "10.0.2"), None);
    }
}
