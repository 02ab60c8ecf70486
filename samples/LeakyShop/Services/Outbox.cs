using System.Collections.Concurrent;

namespace LeakyShop.Services;

/// <summary>Stands in for a mail server.</summary>
public class Outbox
{
    private readonly ConcurrentQueue<(string Recipient, string Subject)> _mails = new();

    public int Count => _mails.Count;

    public void Send(string? recipient, string subject)
    {
        if (recipient != null)
        {
            _mails.Enqueue((recipient, subject));
        }
    }
}
