//! A small web server for the files of one folder, on this machine only.
//!
//! It sends `Access-Control-Allow-Origin: *`, because a sandboxed frame asks for scripts and wasm as a stranger,
//! and `application/wasm`, because browsers compile a stream of no other type.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// Serves until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    mount: String,
    stop: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `folder` under `mount` (`/`, or `/some/where/`) on loopback; port 0 means any free port.
    pub fn start(folder: &Path, mount: &str, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let files = Arc::new(Files {
            folder: folder.to_path_buf(),
            mount: mount.to_owned(),
        });
        let stopped = Arc::clone(&stop);
        let accepting = thread::spawn(move || accept(&listener, &files, &stopped));
        Ok(Self {
            address,
            mount: mount.to_owned(),
            stop,
            accepting: Some(accepting),
        })
    }

    /// The address of the folder, with a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.mount)
    }

    /// Serves until the program is ended.
    pub fn wait(mut self) {
        if let Some(accepting) = self.accepting.take() {
            let _ended = accepting.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // A last connection wakes the thread that waits for one.
        let woken = TcpStream::connect(self.address).is_ok();
        if let Some(accepting) = self.accepting.take().filter(|_| woken) {
            let _ended = accepting.join();
        }
    }
}

fn accept(listener: &TcpListener, files: &Arc<Files>, stop: &AtomicBool) {
    for stream in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let files = Arc::clone(files);
        if let Ok(stream) = stream {
            // A browser that goes away in the middle of an answer is not our trouble.
            thread::spawn(move || drop(files.answer(stream)));
        }
    }
}

struct Files {
    folder: PathBuf,
    mount: String,
}

impl Files {
    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.set_write_timeout(Some(Duration::from_secs(30)))?;
        let mut request = BufReader::new((&stream).take(16 * 1024));
        let mut first = String::new();
        request.read_line(&mut first)?;
        // The rest of the request is read before the answer is sent: closing on unread bytes would cut the answer off.
        let mut line = String::new();
        while request.read_line(&mut line)? > 2 {
            line.clear();
        }
        let mut words = first.split_whitespace();
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let answer = match method {
            "GET" | "HEAD" => self.find(target),
            _ => Answer::plain("405 Method Not Allowed", "Only GET and HEAD."),
        };
        answer.write(&mut stream, method == "HEAD")
    }

    fn find(&self, target: &str) -> Answer {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let Some(inside) = path.strip_prefix(self.mount.as_str()) else {
            return Answer::not_found();
        };
        let Some(relative) = percent_decoded(inside).map(PathBuf::from) else {
            return Answer::not_found();
        };
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Answer::not_found();
        }
        let mut file = self.folder.join(&relative);
        if file.is_dir() {
            if !path.ends_with('/') {
                return Answer::moved(format!("{path}/"));
            }
            file.push("index.html");
        }
        fs::read(&file).map_or_else(|_| Answer::not_found(), |body| Answer::file(media_type(&file), body))
    }
}

struct Answer {
    status: &'static str,
    media_type: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn file(media_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status: "200 OK",
            media_type,
            location: None,
            body,
        }
    }

    fn plain(status: &'static str, text: &str) -> Self {
        Self {
            status,
            media_type: "text/plain; charset=utf-8",
            location: None,
            body: text.as_bytes().to_vec(),
        }
    }

    fn not_found() -> Self {
        Self::plain("404 Not Found", "No such file.")
    }

    fn moved(to: String) -> Self {
        Self {
            location: Some(to),
            ..Self::plain("301 Moved Permanently", "")
        }
    }

    fn write(&self, stream: &mut TcpStream, head_only: bool) -> io::Result<()> {
        let location = self
            .location
            .as_ref()
            .map_or_else(String::new, |to| format!("Location: {to}\r\n"));
        write!(
            stream,
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{location}Access-Control-Allow-Origin: *\r\n\
             X-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n",
            self.status,
            self.media_type,
            self.body.len(),
        )?;
        if !head_only {
            stream.write_all(&self.body)?;
        }
        stream.flush()
    }
}

fn media_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "md" | "reach" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// `%41` → `A`; nothing if it is not UTF-8 in the end.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'%' {
            let (digits, after) = rest.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(server: &Server, path: &str) -> String {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: here\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn this_crate(mount: &str) -> Server {
        Server::start(Path::new(env!("CARGO_MANIFEST_DIR")), mount, 0).unwrap()
    }

    #[test]
    fn a_file_comes_with_its_type_and_is_open_to_other_origins() {
        let server = this_crate("/under/here/");
        let answer = get(&server, "/under/here/src/pins.rs?x=1");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("Access-Control-Allow-Origin: *"), "{answer}");
        assert!(answer.ends_with(include_str!("pins.rs")));
        assert_eq!(media_type(Path::new("x/web_bg.wasm")), "application/wasm");
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let server = this_crate("/");
        for path in [
            "/../README.md",
            "/%2e%2e/README.md",
            "/src/%2e%2e/%2e%2e/README.md",
            "//etc/passwd",
            "/%zz",
            "/nowhere",
        ] {
            assert!(get(&server, path).starts_with("HTTP/1.1 404"), "{path}");
        }
        assert!(get(&this_crate("/under/"), "/src/pins.rs").starts_with("HTTP/1.1 404"));
    }

    #[test]
    fn a_folder_without_its_slash_is_sent_to_the_one_with() {
        let answer = get(&this_crate("/"), "/src");
        assert!(
            answer.starts_with("HTTP/1.1 301") && answer.contains("Location: /src/\r\n"),
            "{answer}"
        );
    }
}
