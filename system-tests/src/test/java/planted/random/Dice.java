package planted.random;

import java.util.Random;

final class Dice {
    int roll() {
        return new Random().nextInt();
    }
}
