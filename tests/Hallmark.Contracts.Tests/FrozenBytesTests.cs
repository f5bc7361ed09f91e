using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.Tests;

/// <summary>
/// SHA-256 of every payload and state record as it was on the day it was fixed. A test that fails against it has found a change
/// of format: the remedy is a new version beside the old one, never a new digest here.
/// </summary>
public sealed class FrozenBytesTests
{
    private static readonly CoseKey Key = CoseKey.Read(Convert.FromHexString(
        "a401022001215820aec6218d49434304a0cb6c09f1e6b8a51815625b0b060343c0e8c57768d02dda"
        + "22582056e6dba1a4c81cffad0da0c47a42704f35b385dc8698c9d622f3885d2ec663c1"));

    private static readonly Digest Root = Digest.Of("root"u8);

    [Fact]
    public void Small_payloads_have_the_frozen_bytes()
    {
        Assert.Equal("a266" + "6d656d626572" + "647061756c" + "66726561736f6e646c656674", Hex(new MemberRevoke("paul", "left").ToMap()));
        Assert.Equal(
            "a4" + "65756e74696c05" + "666d656d6265726474696e61" + "676461746173657465" + "7363616e73"
                + "67707572706f736568747261696e696e67",
            Hex(new AccessGrant("tina", "scans", "training", 5).ToMap()));
    }

    [Fact]
    public void Payloads_have_the_frozen_digests()
    {
        Frozen(
            "72a0fc8a42a35c6d4cc4783e37d54586ff2250a7a0f0e495dbb9ceacce9d99bb", new MemberAdd("paul", [Roles.Provider, Roles.Reader], Key));
        Frozen("a75115537d00b81825818d9be510962c1dc4ba9f3b198d331a551f62d62b01af", new MemberRotate("paul", Key, new byte[64]));
        Frozen("fa287606bb748d16d8fc963eb16944e9585c1b4c09db79afd3b0c43c3248328f", new MemberRevoke("paul", "left"));
        Frozen("979d71b92dc45ccd5228f27e3fd035b28b7dea5b7f83f15905139d333d72f1c6", new PolicyDeploy(PolicyDocument.Standard));
        Frozen("ccb0e439b061f809e1b5506ccdb09d0bb45107ce8ca83a3f0e4bfa294daa65e1", Office.Dataset());
        Frozen("4e5b1144369bb112bdc32d8c7cc9e1993e6ea00863c8127555f3c10b671bfdda", Unsketched(Office.Batch("b1")));
        Frozen("ba438adace68ff7512470d9db9e3edc0a1a1b23314ca94819833c46601d11084", Office.Batch("b1"));
        BatchJudge judge = Office.Judge("scans/paul/1", "b1") with { Code = "hallmark-checks/4" };
        Frozen("6060445a418651c8fe9f275465835932c192c2c7bf1b0cdf9b0c50e6ad5840b8", judge);
        Frozen(
            "459e007e2ec0d25af089d13872ea8768494ac01131e21f1bf6b1d64083ed2151",
            judge with { Code = "hallmark-checks/5", Checks = [new CheckResult("noise", 90, 100, 80, 95)] });
        Frozen(
            "08e1d614c858106620ce9f6175c9b359c6447ba21c24a1cd10f01d6d5869feae", new AccessGrant("tina", "scans", Purposes.Training, 5));
        Frozen(
            "fa54e636d1236186c27414638071855b660c3f97cbdaf2be8cbc9662ddcf0561",
            new AccessGrant("tina", "scans", Purposes.Training, null));
        Frozen("5f1143293f04c3ed1a8cc1442172f0b24a0ab5d7d49a88489fb1091a2bb3db50", Office.Schedule("scans/paul/1", "scans/paul/2"));
        Frozen(
            "113a56215752b353536030164bde910686053e89c62d14b6885d254bcb317475",
            Office.ScheduleUnder(FullTerms, "scans/paul/1", "scans/paul/2"));
        Frozen("2391147f2fb81cf4de6e6f8be6fbfb58ad907e7f3f4294a63e0400a28f9be843", Office.Answer("scans/request/1", "scans/paul/1"));
        Frozen(
            "d7a0758f2963fa2d0ee62b35b1a5da44e19796ce99885f950664db0292a55452",
            new ScheduleRequest("scans", FullTerms, ["vera/seed/1", "tom/seed/2"], 50));
        Frozen("b3bd4a842356359fe8b8d55d53c340fcb6f5ac9427b94d07d77b48b7a7fbd1e9", new ScheduleVoid("scans/request/1"));
        Frozen("0b67abc3b61d67448f42360adc92654f8985234506180daea6b0390c9998c6a0", new SeedCommit(Root));
        Frozen("052ec663948efb9778c49070f3a1b6724568a3cf14bbf7cc05454bc04ca3014f", new SeedReveal("vera/seed/1", "scans/request/1", Root));
        Frozen("4ddebad8710fc6f6b3d8fa2b02a66afd380869695050a02f76414eca29cb3225", new PolicyDeploy(Weighing));
        Frozen("f53f31fd51dc75050f5850062fc4e7cc43995cf464e6266b35802d1a053545c2", Office.Open() with { Inputs = null });
        Frozen(
            "07c5701ce16e2babdc9db02db7980fea6040cc4ab866de8c77ecfd8cc7d5907f", Office.Open() with { Inputs = null, Evaluation = null });
        Frozen("c1a01264ca75f6f6e9f41a1ab4c1cfc5a7de655d92e0c11f26dc322d9470a886", Office.Open());
        Frozen(
            "77dd02cad71d167549ef642ea080016c7027cad3278058b399ab8bfcef50ae33",
            Office.Open() with { Evaluation = null, Engine = "lab-engine" });
        Frozen("06f101e9bb27fe61630c2e4f980b7ae50c99efbd7f13d008f69c93584a7ee5e7", new EvaluationCommit("scans", Office.HeldOut));
        Frozen(
            "00e0f7fce644899ce7e07ff0fcffe75504beb76d4a51c3f8afb01f4b01c04fc0", new AccessUse("scans", ["scans/paul/1"], ReadFor.Judging));
        Frozen("7b251bc8d84c50510c7a344cb16c5cb31796c6d00f0876c888c8c5bac444e3b4", Office.Step(1, 1, "scans/paul/1"));
        Frozen("b7c91b2af8e94af46f3f56cdffae4a6496c1f547b03e908cdbe512afd55ec424", Office.Close());
        Frozen(
            "40c4869d778a04737bc88afe83954d18bb59e0d9df15cd94ca50d777152cdb4c",
            new MemberRoles("paul", [Roles.Reader], new BlockHeight(9)));
        Frozen("8496d6f6b1d0898e92e6b7880ae0e87a0e1da86afa8c29b0e29e94cd1abde787", new PolicyDeploy(Full, new BlockHeight(12)));
        Frozen("e49ffd110b868ef6431752667a6e551e8e8b43b5d3bc842754af4f59c9221d4a", new PolicyWithdraw("full", "old"));
        Frozen("aae42e1e17761a5815a6350a4d01e2d275f28c9937565a8ea6dd88fadf4e573c", new ProposalVote(3, true));
        Frozen("550de6d83d556eef2a428af895a2493368ef136fd19ba838150aecc7ef11875d", new ProposalVote(3, true, Digest.Of("proposed"u8)));
        Frozen("8992017eea6ea46329fe7963761256adc98a1eecb40161d310c557a55b877c93", new MemberRoles("paul", [Roles.Reader]).Needing(2));
        Frozen(
            "029e61fd949bfc64c95fa2e84b437df948f57dde48265a5d787e0380ca82abf4",
            new AccessGrant("tina", "scans", Purposes.Training, 5, "scans/paul/1"));
        Frozen(
            "ee277fb9022c647e02da462c8ba198b18d1807a91e63e9de67aaea0d22edd36c",
            new AccessRevoke("tina", "scans", Purposes.Training, "misuse"));
        Frozen(
            "cfbe110542083df1e510e19a9a4ed356b8734dddaf30023e6b93b81b61d4068b",
            new AccessUse("scans", ["scans/paul/1", "scans/paul/2"], ReadFor.Purpose(Purposes.Training)));
        Frozen("a72520db52cb00b601d431ca9565e17c22e197843711873f852aec7e77182062", new BatchWithdraw("scans/paul/1", Root, "asked for"));
        Frozen(
            "a0892c1f3a61e15d053c00d8a52145734ccd2e0ce5b3e7ef54d6a9445f14cab0",
            new BatchWithdraw("scans/paul/1", Root, "asked for") { Ground = Office.Ground });
        Frozen(
            "1f9520d85a7698522cbbc6033100b5ea7635397210446bec1a7f11ff5636c9de",
            new DatasetRecheck("scans", new EntryIndex(3), new EntryIndex(9), [new EntryIndex(4)]));
        Frozen("c196c17aaf908756cdf19f49ad4cf8d8c6e68fde99a89727605fc1a171bbf412", new CreditTransfer("dataset/scans", 5, "for data"));
        Frozen("25412535da1dfeb4c09410c813401658e25ee35aca7cd4c78021619b7f9f5f35", new CreditMint("paul", 100));
        Frozen(
            "8f15bd52c20480644ecf66d46139e6e3ec2f9c44877683efdb7e840d6d2e52f0",
            new BatchChallenge("scans/paul/1", Root, new EntryIndex(8), 10, "doubt"));
        Frozen("99ca5ade12540badfdcdd0a9e3965e5c0fd1f7993dd01896beb417fc631094f4", new ChallengeVote(2, true, Root));
        Frozen("c337c9811e1539928cd54e867ea5c8d16e0fd1ea9cc9f173362ddb50462f7527", new LogKey(new byte[32]));
        Frozen("edd3bd06b78689edd344c7a84f9ef20fd9929293948e91fd6076c74a8d2706d3", new RunCompare("scans/run/1", Office.Object));
        Frozen(
            "127bd554bccc3b3c53ef159226046e36253e19135c846f6f01c1fba0456f9bcb",
            new ModelRelease("scans/run/1", Office.Object, "little"));
        Frozen(
            "a95994ae16dbdd273b329d5d565a84c07130096e146b8ef82860efba1e969a68",
            new TimestampRecord(new BlockHeight(3), Root, 1_800_000_000, "CN=Authority", Office.Object));
        Frozen("a42faeb3faf6c83da0077e3503c0139f3d6f95be9c69ecae3d5a0da10638bf66", new ChallengeClose(2));
    }

    [Fact]
    public void State_records_have_the_frozen_digests()
    {
        FrozenState(
            "24e6486dfff27017e396929108ca22809ef88614dc776b514ffa11a7607694c2",
            new MemberState("paul", [Roles.Provider], Key, new BlockHeight(2)));
        FrozenState(
            "78567916a04e7c6ffef62f0c82bdf5868b312a451ba6199acce13712d003874b",
            new MemberState(
                "paul", [Roles.Provider], Key, new BlockHeight(2), new BlockHeight(9), null, [Roles.Reader], new BlockHeight(8)));
        FrozenState("fee4c3f44b3732486118c029b5822b9fd600cb019b69e59dc5387f7c19e59278", new KeyState("paul", Key, new BlockHeight(3)));
        FrozenState("8f99420738cfddb5242834ab202641b456cb060f87f3ccfffb85bd22bb66e04e", new LedgerConfig("office", 1, 1_000));
        FrozenState("96b168ed6c16aed1c7e1841d76b111f143f4e0fa4edad45fa21210279780ff05", new CounterState(300));
        FrozenState(
            "933d937f47c677b9f28ce0b2f4000b01df5994ea93a7603b58c57e296b39b6fb", new PolicyState(PolicyDocument.Standard, null, null));
        FrozenState("6bcfad259bdabe83cf5f4e2634eac326fcb396749834724f211aa7a016250cfd", new PolicyState(null, Full, new BlockHeight(12)));
        FrozenState(
            "1dd7a6490e56d821317d13ee6cb6b9002069ee31d7f600080b30ef9977556e47",
            new ProposalState(3, "member.add", "paul", [1, 2], "alice", ["alice"], ["bob"], ProposalStatus.Open, "", new EntryIndex(7)));
        FrozenState(
            "2601b36588df12e6cce83d2ca5294074467a9a396e0f0fcfa8ca06fcbbb649c0",
            new UseState("tina", "scans/paul/1", ReadFor.Purpose("training"), new EntryIndex(5), new EntryIndex(9), 2));
        FrozenState("cd046842207ef8bc0aaaadee7c2581e9ff0c03d0b1215a20a5f2e840b738341a", new StandingState(4, 1, 2, 5_000, 300));
        FrozenState("90b7d66e8625e66266f3512f852441e342478e2e18aab1cd65d57cc47ee7998f", new ReliabilityState(3, 1));
        FrozenState(
            "e8424d4fa5dadc959b90a8a893b4bbd8db285e018ec83d7f0b74b816921d3ff5",
            new ChallengeState(
                2, "scans/paul/1", new EntryIndex(8), "vera", "tom", 10, ["v1"], ["v2"], ChallengeStatus.Open, new EntryIndex(12)));
        FrozenState("dece07438a4d56d4bec43edf398a96cf01308652ec43199c2a722138c0af897b", new NameSet(["alice", "bob"]));
        FrozenState(
            "958ec6a1309bbc7c9b10b4dfee7270d5804281083c410d10b9ef3c2dc2c98e60",
            new DatasetState("scans", "paul", Office.Object, "label", 2));
        FrozenState(
            "4f33d856f20aba88bcb232f67cd29527d43078602381662e127cc41832a2689e",
            new GrantState(
                "tina", "scans", "scans/paul/1", Purposes.Training, 5, "alice", true, new EntryIndex(3), 4, new BlockHeight(9)));
        FrozenState(
            "5a8b9843281caa070e984259324b4617af21e17a1ebfeba01ac31f57cd555feb",
            new BatchState("scans/paul/1", "scans", "paul", 10, Root, new EntryIndex(7), Verdict.Pending, null, [], null, null, []));
        FrozenState(
            "b85cb3a49c32c1d0b9c8d87314871764cfe62fc2559634f94f8d699cf4854bd0",
            new BatchState(
                "scans/paul/1", "scans", "paul", 10, Root, new EntryIndex(7), Verdict.Quarantined, 850_000, ["labels"], Root,
                new EntryIndex(8), ["vera"]));
        FrozenState(
            "e4288977a5613ac4ed01838d5142149ab8d869cd84b8542e2dd6db6e70318870",
            new ScheduleState("scans/schedule/1", "scans", "tina", ["scans/paul/1"], new EntryIndex(9), null, 5, SeedOrigins.Chosen));
        FrozenState(
            "1f7f944e0fffa403c6dd1c72153e76bfc941b969252a0f427bbc43b327ca3e67",
            new ScheduleState(
                "scans/schedule/1", "scans", "tina", ["scans/paul/1"], new EntryIndex(9), "scans/request/1", ulong.MaxValue,
                SeedOrigins.Revealed));
        FrozenState(
            "ba919b90d5a37b07659380cd1bbea7928864ba44e3b71060bcc6c49e56773b15",
            new SeedState("vera/seed/1", "vera", Root, new EntryIndex(7)));
        FrozenState(
            "6e7bfb8c3be01f4ee930e0e9c779e3d0f097c6f1117bcbf3903bf7635b8c1a13",
            new SeedState("vera/seed/1", "vera", Root, new EntryIndex(7), "scans/request/1", Root, new EntryIndex(12)));
        FrozenState(
            "3cb207c2d917ee7f1d5ac6d26649ccc811ab04f0ac06d80c606d644c0c1882ac",
            new RequestState(
                "scans/request/1", "scans", "tina", Root, FullTerms, ["vera/seed/1"], new EntryIndex(9), new EntryIndex(59),
                RequestStatus.Open, null, [], null));
        FrozenState(
            "f07c2c3074833bb7d1ac5c3986a6a56a241d813e60c158dac320a4d9832a62ce",
            new RequestState(
                "scans/request/1", "scans", "tina", Root, FullTerms, ["vera/seed/1"], new EntryIndex(9), new EntryIndex(59),
                RequestStatus.Void, ulong.MaxValue, ["tina"], "scans/schedule/1"));
        FrozenState(
            "b39fece9f06f78191fdc1c09fea931bacdcdc1260b011fa7ef410819aab70c16",
            new RunState("scans/run/1", "scans/schedule/1", "scans", "tina", "training", 2, new EntryIndex(10), 1, 1, 1, null));
        FrozenState(
            "948dd2b0308233cbd69e74a746c131eb12c6347ac4f8af2737c24e3e63586d2d",
            new RunState(
                "scans/run/1", "scans/schedule/1", "scans", "tina", "training", 2, new EntryIndex(10), 1, 1, 1, new EntryIndex(12)));
    }

    private static PolicyDocument Full { get; } = new(
        "full", 2, [AccessUse.Kind], "dataset.name == 'scans'",
        [new PolicyRule("often", "counters.uses < 3", "too often", RuleEffect.RevokeGrant)],
        [new PolicyCounter("uses", true, "counters.uses + 1")], null, null, null);

    private static PolicyDocument Weighing { get; } =
        new(ScheduleRule.PolicyName, 1, [ScheduleCommit.Kind], null, [], [], null, null, null)
        {
            Schedule = new ScheduleRule(300_000, 600_000, 100_000, 250_000),
        };

    private static ScheduleTerms FullTerms { get; } = Office.Terms with
    {
        Unit = ScheduleTerms.Credits,
        Costs = [new BatchCost("scans/paul/1", 7), new BatchCost("scans/paul/2", 8)],
        DiversityPpm = 300_000,
        IntegrityPpm = 600_000,
        RedundancyPpm = 100_000,
        CredibilityPpm = 250_000,
        Order = "interleaved",
        Include = ["scans/paul/1"],
        Exclude = ["scans/paul/3"],
        ProviderCapPpm = 400_000,
        ClassRecordsMin = 20,
    };

    private static void Frozen<T>(string digest, T payload)
        where T : IPayload<T>
    {
        byte[] bytes = payload.ToMap().ToBytes();
        Same(digest, typeof(T).Name, bytes, T.Read(CborMap.Read(bytes, T.Kind)).ToMap().ToBytes());
    }

    private static void FrozenState<T>(string digest, T record)
        where T : class, IStateRecord<T>
    {
        byte[] bytes = record.ToMap().ToBytes();
        Same(digest, typeof(T).Name, bytes, T.Read(CborMap.Read(bytes, "record")).ToMap().ToBytes());
    }

    /// <summary>As rules 8 and before have it.</summary>
    private static BatchRegister Unsketched(BatchRegister register) => new(register.Manifest with { Sketch = null });

    private static void Same(string digest, string name, byte[] bytes, byte[] readBack)
    {
        Assert.Equal(bytes, readBack);
        string found = Digest.Of(bytes).ToString();
        Assert.True(digest == found, $"{name}: {found}, not {digest}");
    }

    private static string Hex(CborMapWriter map) => Convert.ToHexStringLower(map.ToBytes());
}
