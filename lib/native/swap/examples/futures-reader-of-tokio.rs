//! A reader written for the traits of the crate futures, which async-std and smol share, is given Tokio's stream.

use futures_lite::AsyncReadExt;

async fn first_byte(mut from: impl futures_lite::AsyncRead + Unpin) -> std::io::Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte).await?;
    Ok(byte[0])
}

fn main() {
    let _task = async {
        let stream = tokio::net::TcpStream::connect("127.0.0.1:1").await?;
        first_byte(stream).await
    };
}
