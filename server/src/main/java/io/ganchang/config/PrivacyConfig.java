package io.ganchang.config;

/**
 * How long personal data are kept.
 *
 * @param deliveryDays of an order's delivery data, counted from the end of its session
 */
public record PrivacyConfig(int deliveryDays) {

    static PrivacyConfig from(Section section) {
        return new PrivacyConfig(section.integer("deliveryDays", 1, 3_650));
    }
}
