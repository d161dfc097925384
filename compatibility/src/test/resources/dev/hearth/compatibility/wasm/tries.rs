// A function that does what its event says. Built with
//   rustc --target wasm32-wasip1 --edition 2024 -C opt-level=z -C lto -C panic=abort -C strip=symbols tries.rs
use std::io::{read_to_string, stdin};

fn main() {
    let event = read_to_string(stdin()).unwrap();
    let answer = match event.trim_matches('"') {
        "environment" => format!(
            "[{:?},{:?},{:?}]",
            std::env::var("STAGE").unwrap(),
            std::env::var("AWS_LAMBDA_FUNCTION_NAME").unwrap(),
            std::env::var("AWS_LAMBDA_REQUEST_ID").unwrap()
        ),
        "log" => {
            eprintln!("one\ntwo");
            "\"logged\"".to_string()
        }
        "exit" => std::process::exit(3),
        "panic" => panic!("as you wish"),
        "loop" => loop {
            std::hint::black_box(());
        },
        "sleep" => {
            std::thread::sleep(std::time::Duration::from_secs(600));
            "\"awake\"".to_string()
        }
        "grow" => {
            let mut kept: Vec<Vec<u8>> = Vec::new();
            loop {
                let mut more = Vec::new();
                if more.try_reserve_exact(1 << 20).is_err() {
                    break;
                }
                kept.push(more);
            }
            kept.len().to_string()
        }
        "files" => format!(
            "[{},{}]",
            std::fs::read("/etc/passwd").is_err(),
            std::fs::read("../../../../etc/passwd").is_err()
        ),
        "large" => format!("\"{}\"", "x".repeat(7 << 20)),
        _ => event,
    };
    print!("{answer}");
}
