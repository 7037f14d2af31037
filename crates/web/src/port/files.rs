//! Files of the reader's computer: chosen in the browser's own dialog, or dropped on the page.

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry, HtmlInputElement};

use super::dom;

/// A file, named as below the folder that was chosen with it.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub name: String,
    pub file: File,
    pub in_folder: bool,
}

/// What fell on the page; a folder is not opened yet.
#[derive(Debug)]
pub enum Dropped {
    File(File),
    Folder(FileSystemDirectoryEntry),
}

/// How deep folders are followed.
const DEEPEST: usize = 32;

/// Lets the reader choose files, or a folder with all that is in it; nothing happens if they choose none.
pub fn choose(folder: bool, then: impl FnOnce(Vec<Chosen>) + 'static) {
    let field = dom::document().and_then(|document| document.create_element("input").ok()?.dyn_into().ok());
    let Some(field) = field else { return };
    let field: HtmlInputElement = field;
    field.set_type("file");
    field.set_multiple(true);
    if folder {
        // Setting an attribute with a fixed, valid name cannot fail.
        let _ = field.set_attribute("webkitdirectory", "");
    }
    let of = field.clone();
    let chosen = Closure::once_into_js(move || {
        let files = of.files();
        let count = files.as_ref().map_or(0, web_sys::FileList::length);
        let all = (0..count).filter_map(|index| files.as_ref()?.get(index));
        then(sorted(all.map(Chosen::of).collect()));
    });
    field.set_onchange(Some(chosen.unchecked_ref()));
    field.click();
}

/// What was dropped: the browser tells it only now.
pub fn dropped(event: &DragEvent) -> Vec<Dropped> {
    let items = event.data_transfer().map(|transfer| transfer.items());
    let count = items.as_ref().map_or(0, web_sys::DataTransferItemList::length);
    let each = (0..count).filter_map(|index| {
        let item = items.as_ref()?.get(index)?;
        let entry = item.webkit_get_as_entry().ok().flatten();
        match entry.and_then(|entry| entry.dyn_into().ok()) {
            Some(folder) => Some(Dropped::Folder(folder)),
            None => item.get_as_file().ok().flatten().map(Dropped::File),
        }
    });
    each.collect()
}

/// The files that were dropped, and all in the folders that were.
pub async fn unfolded(dropped: Vec<Dropped>) -> Vec<Chosen> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for one in dropped {
        match one {
            Dropped::File(file) => files.push(Chosen::of(file)),
            Dropped::Folder(folder) => folders.push((folder, 0)),
        }
    }
    while let Some((folder, deep)) = folders.pop() {
        for entry in entries(&folder).await {
            match entry.dyn_into::<FileSystemDirectoryEntry>() {
                Ok(inner) if deep < DEEPEST => folders.push((inner, deep + 1)),
                Ok(_) => {}
                Err(entry) => files.extend(file_of(&entry).await),
            }
        }
    }
    sorted(files)
}

/// The files in the order of their names; hidden ones are left out.
fn sorted(mut files: Vec<Chosen>) -> Vec<Chosen> {
    files.retain(|one| !one.in_folder || !one.name.split('/').any(|part| part.starts_with('.')));
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

/// The browser hands out a folder in parts, and says that it is done by an empty one.
async fn entries(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let part = promised(|resolve, reject| reader.read_entries_with_callback_and_callback(resolve, reject));
        let Ok(part) = part.await else { return all };
        let before = all.len();
        all.extend(Array::from(&part).iter().filter_map(|entry| entry.dyn_into().ok()));
        if all.len() == before {
            return all;
        }
    }
}

async fn file_of(entry: &FileSystemEntry) -> Option<Chosen> {
    let file: &FileSystemFileEntry = entry.unchecked_ref();
    let found = promised(|resolve, reject| {
        file.file_with_callback_and_callback(resolve, reject);
        Ok(())
    });
    Some(Chosen {
        name: entry.full_path().trim_start_matches('/').to_owned(),
        file: found.await.ok()?.dyn_into().ok()?,
        in_folder: true,
    })
}

/// What is told to one of two functions, as a promise.
async fn promised(begin: impl Fn(&Function, &Function) -> Result<(), JsValue>) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        if begin(&resolve, &reject).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await
}

/// `None` if the browser cannot read it, or will not.
pub async fn bytes(file: &File) -> Option<Vec<u8>> {
    let content = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&content).to_vec())
}

/// The same of its first bytes.
pub async fn beginning(file: &File, length: i32) -> Option<Vec<u8>> {
    let part = file.slice_with_i32_and_i32(0, length).ok()?;
    let content = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&content).to_vec())
}

impl Chosen {
    pub fn of(file: File) -> Self {
        // Only a file that was chosen with its folder has a path.
        let path = js_sys::Reflect::get(&file, &"webkitRelativePath".into());
        let path = path
            .ok()
            .and_then(|path| path.as_string())
            .filter(|path| !path.is_empty());
        Self {
            in_folder: path.is_some(),
            name: path.unwrap_or_else(|| file.name()),
            file,
        }
    }
}
