using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>Seeds that members draw together: what is denied on the way, and that nobody can steer or repeat it unseen.</summary>
public sealed class ScheduleRequestTests
{
    private const string One = "scans/paul/1";
    private const string Request = "scans/request/1";
    private const string Vera = "vera/seed/1";
    private const string Tom = "tom/seed/1";
    private readonly Office _office = new Office().WithBatches();

    public ScheduleRequestTests()
    {
        _office.Accepts("vera", Office.SeedOf("vera", "v1"));
        _office.Accepts("tom", Office.SeedOf("tom", "t1"));
    }

    private static ScheduleRequest Ask(params string[] seeds) => new("scans", Office.Terms, seeds, 50);

    private RequestState State => _office.Get(ScheduleKeys.Request(Request));

    [Fact]
    public void The_seed_is_the_hash_of_the_request_and_the_secrets_in_its_order_and_is_recorded_as_revealed()
    {
        Statement request = Office.Sign("tina", Ask(Tom, Vera));
        Assert.IsType<Decision.Accepted>(_office.Execute(request));
        _office.Accepts("vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
        Assert.Equal((RequestStatus.Open, null), (State.Status, State.Seed));
        _office.Denies("schedule.not-revealed", "tina", Office.Answer(Request, One));
        Decision.Accepted last = _office.Accepts("tom", new SeedReveal(Tom, Request, Office.Secret("t1")));

        byte[] hashed = SHA256.HashData([.. Encoding.ASCII.GetBytes("hallmark/schedule-seed/1\0"), .. request.Id.ToArray(),
            .. Office.Secret("t1").ToArray(), .. Office.Secret("v1").ToArray()]);
        ulong seed = BinaryPrimitives.ReadUInt64BigEndian(hashed);
        Assert.Equal((RequestStatus.Revealed, seed), (State.Status, State.Seed));
        Assert.Equal(seed.ToString(), last.Events.Single(item => item.Name == "schedule.seeded").Find("seed"));

        _office.Denies("schedule.request-trainer", "tom", Office.Answer(Request, One));
        _office.Denies("schedule.commit.unknown", "tina", Office.Answer("scans/request/2", One));
        Decision.Accepted committed = _office.Accepts("tina", Office.Answer(Request, One));
        Assert.Equal(("revealed", seed.ToString()), (committed.Events.Single().Find("seedOrigin"), committed.Events.Single().Find("seed")));
        ScheduleState schedule = _office.Get(ScheduleKeys.Schedule("scans/schedule/1"));
        Assert.Equal((Request, seed, SeedOrigins.Revealed), (schedule.Request, schedule.Seed, schedule.SeedOrigin));
        Assert.Equal((RequestStatus.Committed, "scans/schedule/1"), (State.Status, State.Schedule));
        _office.Denies("schedule.request-closed", "tina", Office.Answer(Request, One));

        byte[] ofRun = SHA256.HashData(
            [.. Encoding.ASCII.GetBytes("hallmark/run-seed/1\0"), .. hashed[..8], .. Encoding.ASCII.GetBytes(schedule.Id)]);
        RunOpen open = Office.Open();
        _office.Accepts("alice", new AccessGrant("tina", "scans", Purposes.Training, null));
        _office.Accepts("tina", Office.Use(One));
        _office.Denies("run.seed", "tina", open);
        _office.Accepts(
            "tina", open with { Configuration = open.Configuration with { Seed = BinaryPrimitives.ReadUInt64BigEndian(ofRun) } });
        _office.Accepts("tom", Office.SeedOf("tom", "t2"));
        _office.Accepts("tina", Ask("tom/seed/2"));
    }

    [Fact]
    public void A_commitment_is_SHA_256_over_ledger_secret_and_member_and_is_made_once()
    {
        byte[] hashed = SHA256.HashData([.. Encoding.ASCII.GetBytes("hallmark/seed-commitment/1\0"), .. Office.Ledger.ToArray(),
            .. Office.Secret("x").ToArray(), .. Encoding.ASCII.GetBytes("paul")]);
        Assert.Equal(Digest.FromBytes(hashed), Office.SeedOf("paul", "x").Commitment);
        _office.Denies("seed.again", "vera", Office.SeedOf("vera", "v1"));
        _office.Denies("seed.again", "paul", Office.SeedOf("vera", "v1"));
    }

    [Fact]
    public void A_request_names_fresh_commitments_of_several_others_and_fits_what_is_known()
    {
        _office.Accepts("tina", Office.SeedOf("tina", "own"));
        _office.Accepts("vera", Office.SeedOf("vera", "v2"));
        _office.Denies("schedule.request.role", "paul", Ask(Vera));
        _office.Denies("request.seeds", "tina", Ask());
        _office.Denies("request.own-seed", "tina", Ask("tina/seed/1", Vera));
        _office.Denies("request.same-member", "tina", Ask(Vera, "vera/seed/2"));
        _office.Denies("request.same-member", "tina", Ask(Vera, Vera));
        _office.Denies("schedule.request.unknown", "tina", Ask("vera/seed/9"));
        _office.Denies("request.deadline", "tina", Ask(Vera, Tom) with { Within = 1 });
        ScheduleRequestTests other = new(); // as many entries as there are secrets are enough
        other._office.Accepts("tina", Ask(Vera, Tom) with { Within = 2 });
        other._office.Accepts("vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
        other._office.Accepts("tom", new SeedReveal(Tom, Request, Office.Secret("t1")));
        Assert.Equal(RequestStatus.Revealed, other.State.Status);
        _office.Denies("schedule.request.unknown", "tina", Ask(Vera) with { Dataset = "none" });
        _office.Denies("schedule.request.unknown", "tina", Ask(Vera) with { Terms = Office.Terms with { Include = ["scans/paul/9"] } });
        _office.Denies("schedule.size", "tina", Ask(Vera) with { Terms = Office.Terms with { TreeSize = new TreeSize(10_000) } });
        _office.Accepts("paul", Office.Batch("b4"));
        _office.Denies("schedule.not-accepted", "tina", Ask(Vera) with { Terms = Office.Terms with { Include = ["scans/paul/4"] } });
        _office.Accepts("alice", new MemberRevoke("tom", "left"));
        _office.Denies("request.seed-member", "tina", Ask(Tom));
        _office.Accepts("tina", Ask(Vera));
        _office.Denies("request.open", "tina", Ask("vera/seed/2"));
    }

    [Fact]
    public void A_commitment_serves_one_request_only()
    {
        _office.Accepts("tina", Ask(Vera));
        _office.Denies("request.seed-used", "tom", Ask(Vera));
        Void();
        _office.Denies("request.seed-used", "tina", Ask(Vera));
    }

    [Fact]
    public void A_secret_is_told_after_the_request_by_its_member_once_and_only_to_the_request_that_names_it()
    {
        _office.Accepts("vera", Office.SeedOf("vera", "v2"));
        _office.Denies("seed.reveal.unknown", "vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
        _office.Accepts("tina", Ask(Vera, Tom));
        _office.Accepts("tom", Ask("vera/seed/2"));
        _office.Denies("seed.reveal.own", "tom", new SeedReveal(Vera, Request, Office.Secret("v1")));
        _office.Denies("seed.reveal.secret", "vera", new SeedReveal(Vera, Request, Office.Secret("v2")));
        _office.Denies("seed.reveal.request", "vera", new SeedReveal(Vera, "scans/request/2", Office.Secret("v1")));
        _office.Denies("seed.reveal.request", "vera", new SeedReveal("vera/seed/2", Request, Office.Secret("v2")));
        _office.Denies("seed.reveal.unknown", "vera", new SeedReveal("vera/seed/3", Request, Office.Secret("v1")));
        _office.Accepts("vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
        _office.Denies("seed.reveal.again", "vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
    }

    [Fact]
    public void A_secret_that_is_withheld_voids_the_request_and_names_who_withheld_it()
    {
        _office.Accepts("tina", Ask(Vera, Tom) with { Within = 8 });
        _office.Accepts("tom", new SeedReveal(Tom, Request, Office.Secret("t1")));
        _office.Denies("schedule.void.early", "tina", new ScheduleVoid(Request));
        _office.Denies("schedule.void.role", "vera", new ScheduleVoid(Request));
        PassDeadline();
        _office.Denies("seed.reveal.late", "vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
        _office.Denies("schedule.not-revealed", "tina", Office.Answer(Request, One));
        Decision.Accepted voided = _office.Accepts("tom", new ScheduleVoid(Request));
        Assert.Equal("vera", voided.Events.Single(item => item.Name == "schedule.voided").Find("withheld"));
        Assert.Equal((RequestStatus.Void, null), (State.Status, State.Seed));
        Assert.Equal(["vera"], State.Withheld);
        _office.Denies("request.closed", "tina", new ScheduleVoid(Request));
        _office.Denies("seed.reveal.closed", "vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
        _office.Denies("schedule.request-closed", "tina", Office.Answer(Request, One));
        _office.Accepts("tom", Office.SeedOf("tom", "t2"));
        _office.Accepts("tina", Ask("tom/seed/2"));
    }

    [Fact]
    public void A_trainer_who_lets_a_drawn_seed_lapse_is_named_itself()
    {
        _office.Accepts("tina", Ask(Vera));
        _office.Accepts("vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
        _office.Denies("schedule.void.role", "tom", new ScheduleVoid(Request));
        _office.Denies("schedule.void.early", "alice", new ScheduleVoid(Request));
        _office.Denies("request.open", "tina", Ask(Tom));
        Decision.Accepted voided = _office.Accepts("tina", new ScheduleVoid(Request));
        Assert.Equal("tina", voided.Events.Single().Find("withheld"));
        Assert.Equal(["tina"], State.Withheld);
        _office.Accepts("tina", Ask(Tom));
    }

    [Fact]
    public void An_admin_ends_a_drawn_request_that_is_left_lying_after_its_deadline()
    {
        _office.Accepts("tina", Ask(Vera) with { Within = 3 });
        _office.Accepts("vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
        PassDeadline();
        _office.Denies("schedule.void.role", "tom", new ScheduleVoid(Request));
        _office.Accepts("alice", new ScheduleVoid(Request));
        Assert.Equal(["tina"], State.Withheld);
    }

    [Fact]
    public void A_request_that_is_drawn_can_be_answered_after_its_deadline_and_by_nothing_but_its_terms()
    {
        _office.Accepts("tina", Ask(Vera) with { Terms = Office.Terms with { Budget = 15, Exclude = ["scans/paul/2"] } });
        _office.Accepts("vera", new SeedReveal(Vera, Request, Office.Secret("v1")));
        PassDeadline();
        _office.Denies("schedule.budget", "tina", Office.Answer(Request, One, "scans/paul/3"));
        _office.Denies("schedule.excluded", "tina", Office.Answer(Request, "scans/paul/2"));
        _office.Accepts("tina", Office.Answer(Request, One));
    }

    [Fact]
    public void Secrets_and_commitments_that_are_not_32_bytes_are_refused()
    {
        _office.Refuses("commitment", "vera", SeedCommit.Kind, new CborMapWriter().Bytes("commitment", new byte[31]).Integer("format", 1),
            "x");
        _office.Refuses(
            "secret", "vera", SeedReveal.Kind, new CborMapWriter().Text("seed", Vera).Text("request", Request).Bytes("secret", new byte[33])
                .Integer("format", 1), Vera);
    }

    [Fact]
    public void Too_many_commitments_are_refused()
    {
        string[] many = [.. Enumerable.Range(1, ScheduleRequest.MaxSeeds + 1).Select(i => $"m{i}/seed/1")];
        _office.Refuses("seeds", "tina", ScheduleRequest.Kind, Ask(many).ToMap().Integer("format", 1), "scans");
    }

    private void Void()
    {
        PassDeadline();
        _office.Accepts("tina", new ScheduleVoid(Request));
    }

    private void PassDeadline()
    {
        for (int i = 0; _office.Height.Value <= State.Deadline.Value; i++)
        {
            _office.Accepts("paul", Office.SeedOf("paul", $"filler {i}"));
        }
    }
}
