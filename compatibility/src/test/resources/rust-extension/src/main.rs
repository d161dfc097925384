// An extension made with AWS's published crate: says in its log what it is told.
use lambda_extension::{
    service_fn, Error, Extension, LambdaEvent, LambdaTelemetry, LambdaTelemetryRecord, NextEvent,
    SharedService,
};

async fn told(event: LambdaEvent) -> Result<(), Error> {
    match event.next {
        NextEvent::Invoke(invoke) => println!("rust INVOKE {}", invoke.request_id),
        NextEvent::Shutdown(shutdown) => println!("rust SHUTDOWN {}", shutdown.shutdown_reason),
    }
    Ok(())
}

async fn heard(events: Vec<LambdaTelemetry>) -> Result<(), Error> {
    for event in events {
        match event.record {
            LambdaTelemetryRecord::Function(line) => println!("rust heard {}", line),
            LambdaTelemetryRecord::PlatformInitStart { .. } => println!("rust heard initStart"),
            LambdaTelemetryRecord::PlatformStart { .. } => println!("rust heard start"),
            LambdaTelemetryRecord::PlatformRuntimeDone { .. } => println!("rust heard runtimeDone"),
            LambdaTelemetryRecord::PlatformReport { .. } => println!("rust heard report"),
            _ => {}
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    Extension::new()
        .with_events_processor(service_fn(told))
        .with_telemetry_processor(SharedService::new(service_fn(heard)))
        .run()
        .await
}
