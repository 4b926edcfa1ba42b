package io.waybill.simulator.catalog;

import java.util.List;

/** The catalog of a fresh simulator: small, believable, with every kind of item in it. */
final class DemoItems {

    private DemoItems() {}

    static List<Item> all() {
        return List.of(
                Item.topUp("101", "Free Fire", "25 Diamonds", "23.00"),
                Item.topUp("102", "Free Fire", "50 Diamonds", "42.00"),
                Item.topUp("103", "Free Fire", "115 Diamonds", "80.00"),
                Item.topUp("104", "Free Fire", "240 Diamonds", "160.00"),
                Item.topUp("105", "Free Fire", "610 Diamonds", "410.00"),
                Item.topUp("106", "Free Fire", "Weekly Membership", "155.00"),
                Item.topUp("107", "PUBG Mobile", "60 UC", "110.00"),
                Item.topUp("108", "PUBG Mobile", "325 UC", "545.00"),
                Item.topUp("109", "PUBG Mobile", "660 UC", "1080.00"),
                Item.topUp("110", "Call of Duty Mobile", "80 CP", "118.50"),
                Item.topUp("111", "Call of Duty Mobile", "420 CP", "585.75"),
                Item.topUp("112", "Clash of Clans", "80 Gems", "112.00"),
                Item.topUp("113", "Clash of Clans", "Gold Pass", "690.00"),
                Item.topUp("114", "eFootball", "130 Coins", "125.00"),
                Item.topUp("115", "Roblox", "80 Robux", "119.00"),
                Item.topUp("116", "Roblox", "400 Robux", "598.00"),
                Item.topUp("117", "Valorant", "475 VP", "540.00"),
                Item.topUp("118", "Valorant", "1000 VP", "1090.00"),
                Item.topUp("119", "Honor of Kings", "80 Tokens", "115.25"),
                Item.topUp("120", "Blood Strike", "100 Golds", "98.00"),
                Item.topUp("121", "Ludo Club", "Coins Pack", "55.00"),
                Item.topUp("122", "8 Ball Pool", "Cash Pack", "99.99"),
                Item.topUp("123", "Free Fire", "Level Up Pass", "123.00"),
                mobileLegends("ml-86", "86 Diamonds", "165.00"),
                mobileLegends("ml-172", "172 Diamonds", "330.00"),
                mobileLegends("ml-pass", "Weekly Pass", "190.00"),
                genshin("genshin-60", "60 Genesis Crystals", "112.00"),
                genshin("genshin-300", "330 Genesis Crystals", "560.00"),
                Item.giftCard("201", "Google Play", "USD 5", "640.00"),
                Item.giftCard("202", "Google Play", "USD 10", "1275.00"),
                Item.giftCard("203", "iTunes", "USD 5", "645.00"),
                Item.giftCard("204", "Steam Wallet", "USD 5", "660.00"),
                Item.giftCard("205", "Steam Wallet", "USD 10", "1310.00"),
                Item.giftCard("206", "PlayStation", "USD 10", "1300.00"),
                Item.giftCard("207", "Xbox", "USD 10", "1295.00"),
                Item.giftCard("gc-razer-5", "Razer Gold", "USD 5", "625.00"),
                Item.giftCard("gc-unipin-100", "UniPin", "BDT 100", "101.50"),
                subscription("301", "Netflix", "1 Month Mobile", "320.00"),
                subscription("302", "Spotify", "1 Month Premium", "199.00"),
                subscription("303", "Canva", "1 Month Pro", "150.00"),
                Item.socialService("401", "Instagram", "Followers", "95.00"),
                Item.socialService("402", "Instagram", "Likes", "28.50"),
                Item.socialService("403", "YouTube", "Views", "140.00"),
                Item.socialService("404", "TikTok", "Likes", "36.00"),
                Item.socialService("smm-fb-1", "Facebook", "Page Likes", "180.00"),
                Item.socialService("smm-tg-1", "Telegram", "Members", "120.00"));
    }

    private static Item mobileLegends(String id, String pack, String price) {
        return Item.topUp(id, "Mobile Legends", pack, price)
                .withFields(
                        CheckoutField.text("cf_user_id", "User ID"),
                        CheckoutField.text("cf_zone_id", "Zone ID").optional());
    }

    private static Item genshin(String id, String pack, String price) {
        return Item.topUp(id, "Genshin Impact", pack, price)
                .withFields(
                        CheckoutField.text("cf_uid", "UID"),
                        CheckoutField.text("cf_server", "Server").optional());
    }

    private static Item subscription(String id, String product, String pack, String price) {
        return Item.topUp(id, product, pack, price)
                .withFields(CheckoutField.required("cf_email", "E-mail", "email"))
                .withDelivery(Delivery.MESSAGE);
    }
}
