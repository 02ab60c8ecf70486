using System.Collections.Concurrent;
using LeakyShop.Models;

namespace LeakyShop.Services;

public class ReviewBook
{
    private readonly ConcurrentQueue<Review> _reviews = new();

    public void Add(Review review) => _reviews.Enqueue(review);

    public IReadOnlyList<Review> For(int productId) =>
        _reviews.Where(review => review.ProductId == productId).ToList();
}
