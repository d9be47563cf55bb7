package io.ganchang.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.ganchang.app.ShowForTest;

/** Somebody with a phone at a show, who finds things by what they are called. */
record BuyerForTest(ShowForTest show, Page page) {

    /** One on the page of the show. */
    static BuyerForTest at(ShowForTest show, BrowserContext profile) {
        BuyerForTest buyer = new BuyerForTest(show, profile.newPage());
        buyer.goToShow();
        return buyer;
    }

    void goToShow() {
        page.navigate(show.market().address() + "/s/" + show.session());
        page.locator(".offers").waitFor();
    }

    /** Another tab of the same browser. */
    BuyerForTest otherTab() {
        Page other = page.context().newPage();
        other.navigate(page.url());
        return new BuyerForTest(show, other);
    }

    Locator offer(String offer) {
        return page.locator("#offer-" + offer);
    }

    Locator buyButton(String offer) {
        return offer(offer).locator("button.main");
    }

    Locator notice(String offer) {
        return offer(offer).getByRole(AriaRole.STATUS);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    Locator heading(String text) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text));
    }

    void fillInDelivery() {
        page.getByLabel("Name").fill("王芳");
        page.getByLabel("Telephone").fill("13800000000");
        page.getByLabel("Village").selectOption("433124110226");
        page.getByLabel("Street and house").fill("人民路1号");
        button("Save").click();
    }

    /** Presses buy on a prepaid offer, and is on the page of the order then. */
    BuyerForTest hold(String offer) {
        buyButton(offer).click();
        page.waitForURL("**/orders/**");
        assertThat(heading("Kept for you, not paid yet")).isVisible();
        return this;
    }

    /** From the order to the sandbox's page. */
    BuyerForTest goToPayment() {
        button("Pay CN¥39.90").click();
        page.waitForURL("**/sandbox/pay/**");
        return this;
    }

    /** On the sandbox's page. */
    Locator payButton() {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pay").setExact(true));
    }

    /** Pays, and is back on the page of the order then. */
    void pay() {
        payButton().click();
        page.waitForURL("**/orders/**");
    }

    /** The order that the page is about, as its buyer reads it. */
    JsonNode readOrder() {
        String order = page.url().replaceFirst(".*/orders/", "").replaceFirst("\\?.*", "");
        Object token = page.evaluate("JSON.parse(localStorage.getItem('ganchang.guest')).token");
        return show.market()
                .get("/v1/orders/" + order)
                .as(token.toString())
                .send()
                .expect(200)
                .json();
    }
}
