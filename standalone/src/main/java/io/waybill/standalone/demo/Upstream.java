package io.waybill.standalone.demo;

import io.waybill.simulator.catalog.Catalog;
import io.waybill.simulator.catalog.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the demo store buys upstream: the simulator's own catalog, and small packs that a load test can buy by the
 * thousand.
 */
public final class Upstream {

    /** The item that the three curl lines of the documentation order; it has the same id here as at the provider. */
    static final String ITEM_123 = "123";

    /** What the provider's account pays for, and no wallet here. */
    static final Set<String> RESELLER_PACKAGES = Set.of("107", "108", "109", "117", "118", "201", "202", "ml-86");

    /** What each of our accounts has there at the beginning, in USD. */
    public static final String FUNDS = "1000000.00";

    private Upstream() {}

    /** The catalog that the simulator of a demo store sells. */
    public static Catalog catalog() {
        List<Item> items = new ArrayList<>(Catalog.demo().items());
        items.addAll(smallPacks());
        return Catalog.of(items);
    }

    /** Each under 0.10 USD at 120 BDT for a dollar, margin included, and without checkout fields. */
    private static List<Item> smallPacks() {
        return List.of(
                Item.topUp("501", "Free Fire", "5 Diamonds", "4.50"),
                Item.topUp("502", "Free Fire", "10 Diamonds", "8.75"),
                Item.topUp("503", "PUBG Mobile", "2 UC", "3.80"),
                Item.topUp("504", "PUBG Mobile", "5 UC", "9.40"),
                Item.topUp("505", "Call of Duty Mobile", "5 CP", "7.60"),
                Item.topUp("506", "Clash of Clans", "5 Gems", "7.10"),
                Item.topUp("507", "Clash Royale", "6 Gems", "8.20"),
                Item.topUp("508", "Brawl Stars", "4 Gems", "6.90"),
                Item.topUp("509", "eFootball", "8 Coins", "7.80"),
                Item.topUp("510", "Roblox", "4 Robux", "6.10"),
                Item.topUp("511", "Valorant", "8 VP", "9.20"),
                Item.topUp("512", "Honor of Kings", "5 Tokens", "7.30"),
                Item.topUp("513", "Blood Strike", "8 Golds", "8.10"),
                Item.topUp("514", "Ludo Club", "Handful of Coins", "5.50"),
                Item.topUp("515", "8 Ball Pool", "Pocket Cash", "9.90"),
                Item.topUp("516", "Carrom Pool", "12 Gems", "6.40"),
                Item.topUp("517", "Subway Surfers", "Key", "3.20"),
                Item.topUp("518", "Candy Crush", "Gold Bar", "10.50"),
                Item.topUp("519", "Hill Climb Racing", "Coins Can", "4.10"),
                Item.topUp("520", "Asphalt", "5 Tokens", "9.60"),
                Item.topUp("521", "Standoff", "8 Gold", "8.80"),
                Item.topUp("522", "Arena Breakout", "6 Bonds", "10.20"),
                Item.topUp("523", "Identity V", "6 Echoes", "9.10"),
                Item.topUp("524", "Sausage Man", "6 Candies", "8.60"));
    }
}
