// A function made with AWS's published crate.
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    match event.payload["name"].as_str() {
        Some("error") => Err("as you wish".into()),
        name => Ok(json!({"hello": name, "arn": event.context.invoked_function_arn})),
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}
