use std::io::{read_to_string, stdin};

fn main() {
    let event = read_to_string(stdin()).expect("the event is UTF-8");
    eprintln!("got {} bytes", event.len());
    println!("{{\"message\":\"Hello from WebAssembly!\",\"event\":{event}}}");
}
