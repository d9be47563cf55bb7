import client.ApiClient;
import client.ApiException;
import client.api.OrdersApi;
import client.api.SessionsApi;
import client.model.Delivery;
import client.model.Order;
import client.model.OrderRequest;
import client.model.RequestedLine;

/** Buys with the generated client, as an integrator would, and says what it sees. Arguments: address, token, session. */
public final class Buyer {
    private Buyer() {}

    public static void main(String[] args) throws ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(args[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + args[1]));
        OrdersApi orders = new OrdersApi(client);
        String session = args[2];

        String offer = new SessionsApi(client).getSession(session).getOffers().get(0).getId();
        OrderRequest request = new OrderRequest()
                .addLinesItem(new RequestedLine().offer(offer).quantity(2L))
                .delivery(new Delivery().name("王芳").phone("13800000000").street("人民路1号"));
        Order placed = orders.placeOrder("first", session, request);
        System.out.println("placed " + placed.getState() + " " + placed.getAmountMinor());

        Order again = orders.placeOrder("first", session, request);
        System.out.println("again " + again.getId().equals(placed.getId()));
        System.out.println("read " + orders.getOrder(placed.getId()).getState());
        System.out.println("listed " + orders.listOwnOrders(10, null).getItems().size());
        System.out.println("cancelled " + orders.cancelOrder(placed.getId()).getState());

        request.getLines().get(0).quantity(100_000L);
        try {
            orders.placeOrder("second", session, request);
        } catch (ApiException e) {
            System.out.println("refused " + e.getCode() + " " + e.getResponseBody().contains("sold_out"));
        }
    }
}
