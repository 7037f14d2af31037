//! Whose something is, and in which Region: by the folders of its file, by keys around it, by ids.

use super::raw::Text;

/// An account and a Region, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whose {
    pub(crate) account: Option<Text>,
    pub(crate) region: Option<Text>,
}

impl Whose {
    /// From folder names: `aws_configs/accounts/123456789012/eu-west-1/vpcs.json`.
    pub(crate) fn of_file(name: &str) -> Self {
        let mut whose = Self::default();
        let folders = name.rsplit_once(['/', '\\']).map_or("", |(folders, _)| folders);
        for folder in folders.split(['/', '\\']) {
            whose.learn(folder);
        }
        whose
    }

    /// From a word that may be the one or the other.
    pub(crate) fn learn(&mut self, word: &str) -> bool {
        if is_region(word) {
            self.region = Some(word.into());
        } else if is_account(word) {
            self.account = Some(word.into());
        } else {
            return false;
        }
        true
    }
}

/// Twelve digits.
pub(crate) fn is_account(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `eu-west-1`, `us-gov-east-1`, `ap-southeast-2`.
pub(crate) fn is_region(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let [first, middle @ .., last] = parts.as_slice() else {
        return false;
    };
    first.len() == 2
        && is_word(first)
        && matches!(middle.len(), 1 | 2)
        && middle.iter().all(is_word)
        && matches!(last.len(), 1 | 2)
        && last.bytes().all(|byte| byte.is_ascii_digit())
}

/// The Region of an Availability Zone: `us-east-1` of `us-east-1a`, `us-west-2` of `us-west-2-lax-1a`.
pub(crate) fn region_of_zone(zone: &str) -> Option<Text> {
    let mut end = zone.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    loop {
        if is_region(end) {
            return Some(end.into());
        }
        end = end.rsplit_once('-')?.0;
    }
}

/// Region and account of an ARN: `arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1`.
pub(crate) fn of_arn(arn: &str) -> Whose {
    let mut parts = arn.splitn(6, ':').skip(3);
    let mut part = |is: fn(&str) -> bool| parts.next().filter(|part| is(part)).map(Text::from);
    Whose {
        region: part(is_region),
        account: part(is_account),
    }
}
