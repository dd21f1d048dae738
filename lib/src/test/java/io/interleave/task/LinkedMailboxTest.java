package io.interleave.task;

class LinkedMailboxTest implements MailboxContract {
  @Override
  public Mailbox.Maker maker() {
    return LinkedMailbox::new;
  }
}
