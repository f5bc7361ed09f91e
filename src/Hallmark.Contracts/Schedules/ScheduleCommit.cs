using Hallmark.Evidence;

namespace Hallmark.Contracts.Schedules;

/// <summary>Where a schedule's seed comes from, in the words of the record.</summary>
public static class SeedOrigins
{
    /// <summary>Somebody named it, and may have tried others before.</summary>
    public const string Chosen = "chosen";

    /// <summary>The operator of a ledger drew it alone, and could have drawn again.</summary>
    public const string Grindable = "operator-grindable";

    /// <summary>
    /// It follows from a request and from secrets that other members had committed to before. No statement claims this: it is what the
    /// contract makes of a commit that names its request.
    /// </summary>
    public const string Revealed = "revealed";
}

/// <summary>
/// The batches chosen for training, in order: <c>schedule.commit</c>. Either it names a request, whose terms and seed then hold, or
/// terms and seed stand here. Never both, so nothing can contradict.
/// </summary>
public sealed record ScheduleCommit : IPayload<ScheduleCommit, ScheduleCommitted>
{
    /// <summary>Most batches in one schedule, so that it fits an entry.</summary>
    public const int MaxBatches = 1500;

    /// <summary>Most columns left out, and most whose missing cells are told apart.</summary>
    public const int MaxLeftOut = 200;

    public static string Kind => "schedule.commit";

    public string Subject => Dataset;

    public required string Dataset { get; init; }

    /// <summary>The request that is answered, or null.</summary>
    public string? Request { get; init; }

    /// <summary>Null where a request is answered.</summary>
    public DirectSchedule? Direct { get; init; }

    /// <summary>Value of the objective, in millionths.</summary>
    public required long ValuePpm { get; init; }

    /// <summary>Batch ids in training order.</summary>
    public required IReadOnlyList<string> Batches { get; init; }

    /// <summary>
    /// Columns that are no features, by the rule that the terms name (<see cref="ScheduleTerms.Features"/>): neither did they tell batches
    /// apart, nor do runs on the schedule learn from them.
    /// </summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Columns whose missing cells are told apart, by the same rule.</summary>
    public IReadOnlyList<string> Indicators { get; init; } = [];

    public CborMapWriter ToMap()
    {
        CborMapWriter map = new CborMapWriter()
            .Text("dataset", Dataset)
            .Text("request", Request)
            .Map("direct", Direct?.ToMap())
            .Integer("value", ValuePpm)
            .Texts("batches", Batches);
        // Older rules know neither field.
        return map.Texts("leftOut", LeftOut.Count == 0 ? null : LeftOut).Texts("indicators", Indicators.Count == 0 ? null : Indicators);
    }

    public static ScheduleCommit Read(CborMap map)
    {
        string dataset = map.Name("dataset");
        string? request = map.OptionalText("request");
        return new ScheduleCommit
        {
            Dataset = dataset,
            Request = request,
            Direct = request is null ? DirectSchedule.Read(map.Map("direct")) : null,
            ValuePpm = map.Integer("value", long.MinValue),
            Batches = map.Texts("batches", MaxBatches),
            LeftOut = map.OptionalTexts("leftOut", MaxLeftOut) ?? [],
            Indicators = map.OptionalTexts("indicators", MaxLeftOut) ?? [],
        };
    }
}

/// <summary>Terms and seed of a schedule that nobody else has a hand in.</summary>
/// <param name="SeedOrigin"><see cref="SeedOrigins.Chosen"/> or <see cref="SeedOrigins.Grindable"/>.</param>
public sealed record DirectSchedule(ScheduleTerms Terms, ulong Seed, string SeedOrigin)
{
    public CborMapWriter ToMap() => new CborMapWriter().Map("terms", Terms.ToMap()).Integer("seed", Seed).Text("seedOrigin", SeedOrigin);

    public static DirectSchedule Read(CborMap map)
    {
        var direct = new DirectSchedule(ScheduleTerms.Read(map.Map("terms")), map.Unsigned("seed"), map.Text("seedOrigin", 32));
        map.End();
        return direct.SeedOrigin is SeedOrigins.Chosen or SeedOrigins.Grindable
            ? direct
            : throw new MalformedException(
                "seedOrigin",
                    $"is neither '{SeedOrigins.Chosen}' nor '{SeedOrigins.Grindable}'; only a commit that names its request has another");
    }
}
