package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a Chromium, which all of them share, and each a fresh profile in it. After a failure the pages that were
 * open are pictures in {@code target/pages}. A page that broke, or that wanted what its policy forbids, fails its test.
 */
final class ChromiumForTest implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ChromiumForTest.class);
    private static final Path PICTURES = Path.of("target", "pages");
    private static final String DRIVER = "com.microsoft.playwright.impl.driver.jar.DriverJar";
    private static final double ANSWER_MS_MAX = 20_000;

    /** It is let call nobody but the market; where it tries, a closed network refuses it many times a second. */
    private static final List<String> SWITCHES = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** The one browser, with what drives it. */
    private record Running(Playwright driver, Browser browser) implements AutoCloseable {
        @Override
        public void close() {
            browser.close();
            driver.close();
        }
    }

    /** The profiles of one test. */
    static final class Profiles implements AutoCloseable {
        private final Browser browser;
        private final List<BrowserContext> open = new ArrayList<>();
        private final List<String> complaints = new ArrayList<>();

        private Profiles(Browser browser) {
            this.browser = browser;
        }

        /** A phone whose owner reads {@code locale}. */
        BrowserContext phone(String locale) {
            return profile(locale, 390, 844);
        }

        BrowserContext profile(String locale, int width, int height) {
            return keep(new Browser.NewContextOptions().setLocale(locale).setViewportSize(width, height));
        }

        BrowserContext withoutScripts() {
            return keep(new Browser.NewContextOptions().setLocale("en-GB").setJavaScriptEnabled(false));
        }

        private BrowserContext keep(Browser.NewContextOptions options) {
            BrowserContext context = browser.newContext(options);
            context.setDefaultTimeout(ANSWER_MS_MAX);
            context.onWebError(error -> complaints.add(error.error()));
            context.onConsoleMessage(message -> {
                // An answer that is a refusal is written there too, and is no fault.
                if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                    complaints.add(message.text());
                }
            });
            open.add(context);
            return context;
        }

        private List<Page> pages() {
            return open.stream().flatMap(context -> context.pages().stream()).toList();
        }

        @Override
        public void close() {
            open.forEach(BrowserContext::close);
        }
    }

    /** Each test's own, also where the constructor takes it. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Profiles.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running =
                context.getRoot().getStore(NAMESPACE).computeIfAbsent(Running.class, type -> launch(), Running.class);
        return context.getStore(NAMESPACE)
                .computeIfAbsent(Profiles.class, type -> new Profiles(running.browser()), Profiles.class);
    }

    private static Running launch() {
        Path chromium = chromium()
                .orElseThrow(
                        () -> new AssertionError(
                                "the tests of the pages need Chromium, at $GANCHANG_CHROMIUM or on PATH; run scripts/test, which installs it"));
        if (ChromiumForTest.class.getClassLoader().getResource(DRIVER.replace('.', '/') + ".class") == null) {
            throw new AssertionError(
                    "the tests of the pages need what drives Chromium; run scripts/test, or mvn with -Pbrowser");
        }
        PlaywrightAssertions.setDefaultAssertionTimeout(ANSWER_MS_MAX);
        Playwright driver = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Running(
                driver,
                driver.chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium)
                                .setArgs(SWITCHES)));
    }

    private static Optional<Path> chromium() {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "chromium"));
        return Stream.concat(
                        Stream.ofNullable(System.getenv("GANCHANG_CHROMIUM")).map(Path::of), onPath)
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Profiles profiles = context.getStore(NAMESPACE).get(Profiles.class, Profiles.class);
        if (profiles == null) {
            return;
        }
        if (context.getExecutionException().isPresent()) {
            takePictures(context, profiles);
        } else {
            assertThat(profiles.complaints).as("what the browser complained of").isEmpty();
        }
    }

    private static void takePictures(ExtensionContext context, Profiles profiles) {
        String name = context.getRequiredTestClass().getSimpleName()
                + '-'
                + context.getRequiredTestMethod().getName();
        int number = 0;
        for (Page page : profiles.pages()) {
            number++;
            takePicture(page, name + '-' + number);
        }
    }

    /** Into {@code target/pages}. */
    static void takePicture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
    }
}
