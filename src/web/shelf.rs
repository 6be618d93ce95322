//! A few things by name.

/// A few things by name; a hash map weighs more than all that it would hold here.
pub(super) struct Shelf<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Shelf<T> {
    fn default() -> Shelf<T> {
        Shelf(vec![])
    }
}

impl<T> Shelf<T> {
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(held, _)| held == name)
    }

    pub(super) fn put(&mut self, name: String, thing: T) {
        self.take(&name);
        self.0.push((name, thing));
    }

    pub(super) fn take(&mut self, name: &str) -> Option<T> {
        let place = self.0.iter().position(|(held, _)| held == name)?;
        Some(self.0.swap_remove(place).1)
    }
}
