//! A reader written for Tokio's traits is given smol's stream.

use tokio::io::AsyncReadExt;

async fn first_byte(mut from: impl tokio::io::AsyncRead + Unpin) -> std::io::Result<u8> {
    from.read_u8().await
}

fn main() {
    let _task = async {
        let stream = smol::net::TcpStream::connect("127.0.0.1:1").await?;
        first_byte(stream).await
    };
}
