namespace RaceLab.Carts;

/// <summary>The cart was never there, or its time is over.</summary>
public sealed class CartGoneException() : Exception("There is no such cart.");
