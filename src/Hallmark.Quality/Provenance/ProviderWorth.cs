using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// The game between providers. A coalition is worth how well its records predict everybody's labels, its members' own only from
/// the other members: for each provider the mean share, over his records, of the k nearest coalition records of others that
/// carry the record's label; averaged over providers, so that the large do not decide. Where nobody can say anything the share is
/// that of a guess. A provider's own labels thus never speak for him: whether he is in changes nothing about his own records.
/// </summary>
public sealed class ProviderWorth
{
    private readonly int _players;
    private readonly double _guess;
    private readonly int _k;
    private readonly int[] _owners; // of each record asked about
    private readonly int[] _sizes; // how many of each provider are asked about
    private readonly (int Provider, bool Match)[][] _near; // the k nearest of every other provider, merged, nearest first

    /// <param name="records">All providers' records.</param>
    /// <param name="k">Votes, at least 1.</param>
    /// <param name="asked">Most records asked about; of more, as many are drawn. At least 1.</param>
    /// <param name="seed">Of that draw.</param>
    public ProviderWorth(SourcedRecords records, int k = 5, int asked = 2_000, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1);
        (_players, _guess, _k) = (records.Providers, 1.0 / records.Classes, k);
        int[] chosen = Drawn.Rows(records.Count, asked, seed);
        _owners = [.. chosen.Select(record => records.Owners[record])];
        _sizes = new int[_players];
        foreach (int owner in _owners)
        {
            _sizes[owner]++;
        }
        _near = Merge(records, chosen, k);
    }

    /// <summary>The worth of a coalition, in [0, 1]. Safe for use by several threads.</summary>
    public double Of(ReadOnlySpan<bool> members)
    {
        double[] sums = new double[_players];
        for (int i = 0; i < _near.Length; i++)
        {
            int votes = 0;
            int matches = 0;
            foreach ((int provider, bool match) in _near[i])
            {
                if (members[provider])
                {
                    votes++;
                    matches += match ? 1 : 0;
                    if (votes == _k)
                    {
                        break;
                    }
                }
            }
            sums[_owners[i]] += votes == 0 ? _guess : (double)matches / votes;
        }
        double worth = 0;
        int present = 0;
        for (int provider = 0; provider < _players; provider++)
        {
            worth += _sizes[provider] == 0 ? 0 : sums[provider] / _sizes[provider];
            present += _sizes[provider] == 0 ? 0 : 1;
        }
        return worth / present;
    }

    /// <summary>The providers' Shapley values: below 0 for one whose data harm the others.</summary>
    /// <param name="orders">Orders sampled when there are more than <see cref="ShapleyGame.ExactPlayers"/>.</param>
    /// <param name="seed">Of the sampling.</param>
    public ShapleyValue[] Values(int orders = 500, ulong seed = 0) => ShapleyGame.Solve(_players, Of, orders, seed);

    /// <summary>What leaving each provider out takes away from the worth of all: the last to come, not the average place.</summary>
    public double[] LastAdded()
    {
        bool[] members = new bool[_players];
        Array.Fill(members, true);
        double all = Of(members);
        double[] added = new double[_players];
        for (int provider = 0; provider < _players; provider++)
        {
            members[provider] = false;
            added[provider] = all - Of(members);
            members[provider] = true;
        }
        return added;
    }

    private static (int Provider, bool Match)[][] Merge(SourcedRecords records, int[] chosen, int k)
    {
        Matrix queries = records.Features.Gather(chosen);
        List<(float Distance, int Record)>[] near = [.. chosen.Select(_ => new List<(float, int)>())];
        for (int provider = 0; provider < records.Providers; provider++)
        {
            int[] own = [.. Enumerable.Range(0, records.Count).Where(record => records.Owners[record] == provider)];
            if (own.Length == 0)
            {
                continue;
            }
            Neighbours found = new NearestNeighbours(records.Features.Gather(own)).Find(queries, k);
            for (int i = 0; i < chosen.Length; i++)
            {
                for (int j = 0; records.Owners[chosen[i]] != provider && j < found.Indices(i).Length; j++)
                {
                    near[i].Add((found.SquaredDistances(i)[j], own[found.Indices(i)[j]]));
                }
            }
        }
        return [.. near.Select((list, i) => list.Order()
            .Select(item => (records.Owners[item.Record], records.Labels[item.Record] == records.Labels[chosen[i]])).ToArray())];
    }
}
