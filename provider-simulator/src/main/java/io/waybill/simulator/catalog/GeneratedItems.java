package io.waybill.simulator.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Large catalogs for load and sync tests: the same count and seed give the same items. */
final class GeneratedItems {

    private static final long FIRST_ID = 100_001;
    private static final List<String> GAMES =
            List.of("Star Rally", "Moon Raiders", "Kite League", "River Kings", "Tiger Arena", "Paper Heroes");
    private static final List<String> NETWORKS = List.of("Instagram", "YouTube", "TikTok", "Facebook");
    private static final List<String> SERVICES = List.of("Followers", "Likes", "Views", "Comments");

    private GeneratedItems() {}

    static List<Item> of(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count).mapToObj(index -> item(index, random)).toList();
    }

    private static Item item(int index, SplittableRandom random) {
        String id = index % 10 == 9 ? "gen-" + (FIRST_ID + index) : Long.toString(FIRST_ID + index);
        String price = BigDecimal.valueOf(random.nextLong(500, 200_000), 2).toPlainString();
        return switch (index % 5) {
            case 3 -> Item.giftCard(id, "Card " + index, "BDT " + random.nextInt(1, 100) * 10, price);
            case 4 -> Item.socialService(id, pick(NETWORKS, random), pick(SERVICES, random) + " " + index, price);
            default -> Item.topUp(id, pick(GAMES, random), "Pack " + index, price);
        };
    }

    private static String pick(List<String> names, SplittableRandom random) {
        return names.get(random.nextInt(names.size()));
    }
}
