namespace Hallmark.Scheduling;

/// <summary>The order in which chosen batches are trained on.</summary>
public enum ScheduleOrder
{
    /// <summary>Every order equally likely, drawn from the seed.</summary>
    Shuffled = 1,

    /// <summary>The batch of highest integrity first; equals as drawn from the seed.</summary>
    Curriculum = 2,

    /// <summary>
    /// Batches of one provider and one most frequent class spread as evenly as they can be; equals as drawn from the seed.
    /// </summary>
    Interleaved = 3,
}

/// <summary>The names of the orders on the command line, in statements and in reports.</summary>
public static class ScheduleOrders
{
    /// <exception cref="ArgumentOutOfRangeException">Not an order.</exception>
    public static string NameOf(ScheduleOrder order) => order switch
    {
        ScheduleOrder.Shuffled => "shuffled",
        ScheduleOrder.Curriculum => "curriculum",
        ScheduleOrder.Interleaved => "interleaved",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Not an order."),
    };

    /// <summary>The order of exactly this name, or null.</summary>
    public static ScheduleOrder? Find(string name) => name switch
    {
        "shuffled" => ScheduleOrder.Shuffled,
        "curriculum" => ScheduleOrder.Curriculum,
        "interleaved" => ScheduleOrder.Interleaved,
        _ => null,
    };
}
