using System.Collections.Concurrent;
using LeakyShop.Models;

namespace LeakyShop.Services;

public class OrderBook
{
    private readonly ConcurrentDictionary<int, Order> _orders = new();
    private int _lastNumber = 1000;

    public Order Place(CheckoutDetails details, IReadOnlyList<CartLine> lines)
    {
        var order = new Order(Interlocked.Increment(ref _lastNumber), details, lines);
        _orders[order.Number] = order;
        return order;
    }

    public Order? Find(int number) => _orders.GetValueOrDefault(number);
}
