package dev.roomlog.message;

class InMemoryMessagesTest extends MessagesContract {

    private final InMemoryMessages messages = new InMemoryMessages();

    @Override
    protected Messages messages() {
        return messages;
    }

    @Override
    protected int rounds() {
        return 500;
    }
}
