package io.interleave.task;

class LockFreeMailboxTest implements MailboxContract {
  @Override
  public Mailbox.Maker maker() {
    return LockFreeMailbox::new;
  }
}
