package planted.sleep;

final class Bed {
    void rest() throws InterruptedException {
        Thread.sleep(1);
    }
}
