import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Prints what Java's HttpClient gets from the URL in the argument. */
class Get {
  public static void main(String[] args) throws Exception {
    var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(args[0])).build(), BodyHandlers.ofString());
    System.out.println(answer.statusCode() + " " + answer.body());
  }
}
